import { acceptView } from '../accept-view.ts';
import type { AcceptedView } from '../accept-view.ts';
import type { SlackParts } from '../slack-parts.ts';
import { textOf } from '../state/json-object.ts';
import { presentedView } from '../state/presented.ts';
import type { View } from '../state/views.ts';
import type { Answer } from './answer.ts';
import { refuse, refuseArguments, refuseView } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { missingArguments } from './missing-arguments.ts';
import type { MethodTable } from './method.ts';

/** Modals and home tabs. */
export const VIEW_METHODS: MethodTable = {
  'views.open': { scopes: [], run: (slack, args) => show(slack, args, 'views.open') },
  'views.push': { scopes: [], run: (slack, args) => show(slack, args, 'views.push') },
  'views.update': { scopes: [], run: update },
  'views.publish': { scopes: [], run: publish },
};

/** A trigger is used up by a view that opens, not by one that is refused. */
function show(slack: SlackParts, args: Arguments, method: 'views.open' | 'views.push'): Answer {
  const missing = missingArguments(args, 'trigger_id');
  if (missing) return refuseArguments(...missing);
  const trigger = slack.triggers.look(args.text('trigger_id'));
  if (typeof trigger === 'string') return refuse(trigger);
  const accepted = acceptView(slack.workspace, method, args.json('view'), 'modal');
  if (!accepted.ok) return refuseView(accepted.verdict);
  if (isTaken(slack, accepted, undefined)) return refuse('duplicate_external_id');
  const { views } = slack.workspace;
  if (method === 'views.push' && (trigger.viewId === undefined || !views.find({ id: trigger.viewId }))) {
    return refuse('not_found');
  }
  const shown =
    method === 'views.open'
      ? views.open(trigger.user, accepted.content, accepted.blocks)
      : views.push(trigger.user, accepted.content, accepted.blocks);
  if (shown === 'push_limit_reached') return refuse(shown);
  trigger.used = true;
  return good(slack, shown);
}

function update(slack: SlackParts, args: Arguments): Answer {
  const { views } = slack.workspace;
  if (!args.has('view_id') && !args.has('external_id')) {
    return refuseArguments('missing required field: view_id', 'missing required field: external_id');
  }
  const view = views.find({ id: args.text('view_id'), externalId: args.text('external_id') });
  if (!view) return refuse('not_found');
  const accepted = acceptView(slack.workspace, 'views.update', args.json('view'), view.type);
  if (!accepted.ok) return refuseView(accepted.verdict);
  if (args.has('hash') && args.text('hash') !== view.hash) return refuse('hash_conflict');
  if (isTaken(slack, accepted, view)) return refuse('duplicate_external_id');
  views.update(view, accepted.content, accepted.blocks);
  return good(slack, view);
}

function publish(slack: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'user_id');
  if (missing) return refuseArguments(...missing);
  const { views, directory } = slack.workspace;
  if (slack.app.homeTab === false) return refuse('not_enabled');
  const person = directory.people.get(args.text('user_id'));
  if (!person) return refuseArguments('user_not_found');
  const accepted = acceptView(slack.workspace, 'views.publish', args.json('view'), 'home');
  if (!accepted.ok) return refuseView(accepted.verdict);
  const before = views.home(person.id);
  if (args.has('hash') && before && args.text('hash') !== before.hash) return refuse('hash_conflict');
  if (isTaken(slack, accepted, before)) return refuse('duplicate_external_id');
  return good(slack, views.publish(person.id, accepted.content, accepted.blocks));
}

function isTaken(
  { workspace }: SlackParts,
  accepted: AcceptedView & { ok: true },
  self: View | undefined,
): boolean {
  const externalId = textOf(accepted.content['external_id']);
  const other = externalId === '' ? undefined : workspace.views.find({ externalId });
  return other !== undefined && other !== self;
}

function good({ workspace, app }: SlackParts, view: View): Answer {
  return { ok: true, view: presentedView(workspace, view, app.id) };
}
