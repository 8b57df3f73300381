import { acceptView } from '../accept-view.ts';
import { interactionParts } from '../inbound/payload-parts.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, textOf } from '../state/json-object.ts';
import { presentedView } from '../state/presented.ts';
import type { View } from '../state/views.ts';
import type { Person } from '../state/workspace-seed.ts';
import type { FilledValues } from './fill.ts';
import { fill, missingFields } from './fill.ts';
import type { Refusal } from './refusal.ts';
import { cannot, errorOf } from './refusal.ts';
import { responseUrlsOf } from './response-urls-of-view.ts';
import { surfaceOf } from './surface.ts';

export interface SubmitRequest {
  readonly user: string;
  readonly viewId: string;
  /** By block and action, or by action alone; what is not named stays as it was filled before. */
  readonly values?: FilledValues;
}

export type SubmitResult =
  | {
      readonly ok: true;
      readonly deliveryId: string;
      readonly outcome: 'closed' | 'updated' | 'pushed' | 'cleared';
      readonly viewId?: string;
    }
  /** Fields with what is wrong with them, by block: Slack's own check, or the app's `errors`. */
  | {
      readonly ok: false;
      readonly by: 'slack' | 'app';
      readonly error: 'invalid_fields';
      readonly sees: string;
      readonly errors: Readonly<Record<string, string>>;
    }
  | Refusal;

/** A person fills in a modal and presses its submit button. */
export async function submit(
  slack: SlackParts,
  { user, viewId, values = {} }: SubmitRequest,
): Promise<SubmitResult> {
  const surface = surfaceOf(slack, { user, viewId });
  if ('ok' in surface) return surface;
  const { view, person } = surface;
  if (!view?.content['submit']) return cannot('no_submit', 'That view has nothing to submit.');
  const problem = fill(slack, surface, values);
  if (problem) return problem;
  const errors = missingFields(view);
  if (Object.keys(errors).length > 0) return invalid(slack, view, errors, 'slack');
  const { delivery, outcome } = await slack.courier.deliver('interactive', {
    type: 'view_submission',
    ...interactionParts(slack, person),
    trigger_id: slack.triggers.issue(person.id, view.id),
    view: presentedView(slack.workspace, view, slack.app.id),
    response_urls: responseUrlsOf(slack, view),
  });
  if (outcome.kind !== 'acked') return trouble(slack, person, errorOf(outcome));
  const result = react(slack, view, outcome.body ?? {});
  if (result === undefined) return trouble(slack, person, 'invalid_response');
  return 'outcome' in result ? { ok: true, deliveryId: delivery.id, ...result } : result;
}

type Reaction = Pick<SubmitResult & { ok: true }, 'outcome' | 'viewId'>;

/** Does what the acknowledgement says; undefined: it makes no sense. */
function react(
  slack: SlackParts,
  view: View,
  body: JsonObject,
): Reaction | (SubmitResult & { error: 'invalid_fields' }) | undefined {
  const { views } = slack.workspace;
  switch (body['response_action']) {
    case undefined:
      views.close(view);
      return { outcome: 'closed' };
    case 'clear':
      for (const one of views.stack(view.user).toReversed()) views.close(one);
      return { outcome: 'cleared' };
    case 'errors':
      return errorsOf(slack, view, body['errors']);
    case 'update':
    case 'push':
      return nextView(slack, view, body);
    default:
      return undefined;
  }
}

function nextView(
  slack: SlackParts,
  view: View,
  { response_action: action, view: sent }: JsonObject,
): Reaction | undefined {
  const { views } = slack.workspace;
  const accepted = acceptView(slack.workspace, 'ack', sent, 'modal');
  if (!accepted.ok) return undefined;
  if (action === 'update') {
    views.update(view, accepted.content, accepted.blocks);
    return { outcome: 'updated', viewId: view.id };
  }
  const pushed = views.push(view.user, accepted.content, accepted.blocks);
  return pushed === 'push_limit_reached' ? undefined : { outcome: 'pushed', viewId: pushed.id };
}

/** Every key must be the block_id of an input in this view, else Slack shows trouble. */
function errorsOf(
  slack: SlackParts,
  view: View,
  errors: unknown,
): (SubmitResult & { error: 'invalid_fields' }) | undefined {
  if (!isJsonObject(errors)) return undefined;
  const inputs = new Set(
    view.blocks.filter(({ type }) => type === 'input').map((block) => block['block_id']),
  );
  const named = Object.keys(errors);
  if (named.length === 0 || !named.every((id) => inputs.has(id))) return undefined;
  return invalid(slack, view, Object.fromEntries(named.map((id) => [id, textOf(errors[id])])), 'app');
}

function invalid(
  { workspace }: SlackParts,
  view: View,
  errors: Readonly<Record<string, string>>,
  by: 'slack' | 'app',
): SubmitResult & { error: 'invalid_fields' } {
  workspace.views.showErrors(view, errors);
  return { ok: false, by, error: 'invalid_fields', sees: Object.values(errors).join('\n'), errors };
}

/** The modal stays as it is, with one line at its top. */
function trouble({ workspace }: SlackParts, person: Person, error: string): Refusal {
  const sees = 'We had some trouble connecting. Try again?';
  workspace.feed.emit({ type: 'delivery-failed', user: person.id, sees });
  return { ok: false, by: 'app', error, sees };
}
