import { validateBlocks } from '../limits/validate-blocks.ts';
import { validateMessage } from '../limits/validate-message.ts';
import { validateView } from '../limits/validate-view.ts';
import type { Problem } from '../limits/verdict.ts';
import type { SlackParts } from '../slack-parts.ts';
import { isJsonObject } from '../state/json-object.ts';
import type { Message } from '../state/message.ts';
import type { Answer } from './answer.ts';
import { refuse } from './answer.ts';
import type { Arguments } from './arguments.ts';
import type { MethodTable } from './method.ts';

/** Who am I, a socket please, reactions, pins, and the validator itself. */
export const OTHER_METHODS: MethodTable = {
  'auth.test': { scopes: [], run: authTest },
  'apps.connections.open': { scopes: ['connections:write'], token: 'app', run: openConnection },
  'reactions.add': { scopes: ['reactions:write'], run: addReaction },
  'reactions.remove': { scopes: ['reactions:write'], run: removeReaction },
  'pins.add': { scopes: ['pins:write'], run: addPin },
  'blocks.validate': { scopes: [], token: 'none', run: validate },
};

function authTest({ workspace }: SlackParts): Answer {
  const { team, bot } = workspace;
  return {
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.id,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

function openConnection({ sockets, app, origin }: SlackParts): Answer {
  const ticket = sockets.issueTicket();
  return { ok: true, url: `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${app.id}` };
}

function addReaction({ workspace }: SlackParts, args: Arguments): Answer {
  const message = reactedMessage(workspace, args);
  if ('ok' in message) return message;
  const name = args.text('name');
  if (!/^[a-z0-9_'+-]+(::skin-tone-[2-6])?$/.test(name)) return refuse('invalid_name');
  return workspace.timeline.react(message, name, workspace.bot.id) ? { ok: true } : refuse('already_reacted');
}

function removeReaction({ workspace }: SlackParts, args: Arguments): Answer {
  const message = reactedMessage(workspace, args);
  if ('ok' in message) return message;
  const removed = workspace.timeline.unreact(message, args.text('name'), workspace.bot.id);
  return removed ? { ok: true } : refuse('no_reaction');
}

function reactedMessage({ directory, timeline }: SlackParts['workspace'], args: Arguments): Message | Answer {
  const channel = directory.channels.get(args.text('channel'));
  if (!channel) return refuse('channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  return timeline.find(channel.id, args.text('timestamp')) ?? refuse('message_not_found');
}

/** Nothing in the world reads pins: they are checked and forgotten. */
function addPin({ workspace }: SlackParts, args: Arguments): Answer {
  const found = reactedMessage(workspace, args);
  return 'ok' in found ? found : { ok: true };
}

function validate(_: SlackParts, args: Arguments): Answer {
  const given = ['blocks', 'view', 'message'].filter((name) => args.has(name));
  const kind = given[0];
  if (given.length !== 1 || kind === undefined) {
    const message = 'must provide exactly one of `blocks`, `view`, or `message`';
    return refuse('invalid_arguments', { response_metadata: { messages: [message] } });
  }
  const problems = problemsOf(kind, args.json(kind));
  if (problems.length === 0) return { ok: true };
  const errors = problems.map(({ message, pointer }) => ({ code: 'failed_constraint', message, pointer }));
  return refuse(`invalid_${kind}`, { errors });
}

/** Pointers start at what was sent: `/0/text/type` in blocks. */
function problemsOf(kind: string, value: unknown): readonly Problem[] {
  if (kind === 'blocks') return validateBlocks(value, 'message', '');
  if (kind === 'message') return broken(validateMessage(isJsonObject(value) ? value : { blocks: value }));
  const surface = isJsonObject(value) && value['type'] === 'home' ? 'home' : 'modal';
  return broken(validateView(value, surface)).map(({ message, pointer }) => ({
    message,
    pointer: pointer.replace(/^\/view/, ''),
  }));
}

function broken(verdict: ReturnType<typeof validateMessage>): readonly Problem[] {
  if (verdict.ok) return [];
  return verdict.problems.length > 0 ? verdict.problems : [{ message: verdict.error, pointer: '' }];
}
