import type { SlackParts } from '../slack-parts.ts';
import type { Channel } from '../state/directory.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Message } from '../state/message.ts';
import { presentedMessage } from '../state/presented.ts';
import type { Answer } from './answer.ts';
import { refuse } from './answer.ts';
import type { Arguments } from './arguments.ts';
import type { MethodTable } from './method.ts';
import { pageOf } from './page-of.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** Channels: what they are, who is in them, what was said. */
export const CONVERSATION_METHODS: MethodTable = {
  'conversations.info': { scopes: READ, run: info },
  'conversations.list': { scopes: READ, run: (slack, args) => list(slack, args, false) },
  'users.conversations': { scopes: READ, run: (slack, args) => list(slack, args, true) },
  'conversations.members': { scopes: READ, run: members },
  'conversations.history': { scopes: HISTORY, run: history },
  'conversations.replies': { scopes: HISTORY, run: replies },
  'conversations.open': { scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'], run: open },
  'conversations.join': { scopes: ['channels:join'], run: join },
};

function info(slack: SlackParts, args: Arguments): Answer {
  const channel = readable(slack, args, 'read');
  if ('ok' in channel) return channel;
  const count = args.flag('include_num_members') ? { num_members: channel.members.size } : {};
  return { ok: true, channel: { ...presentedChannel(slack, channel), ...count } };
}

function list(slack: SlackParts, args: Arguments, mine: boolean): Answer {
  const { directory, bot } = slack.workspace;
  const types = (args.text('types') || 'public_channel').split(',').map((type) => type.trim());
  const shown = [...directory.channels.values()].filter(
    (channel) =>
      types.includes(typeOf(channel)) &&
      (channel.members.has(bot.id) || (!channel.isPrivate && !mine)) &&
      !(args.flag('exclude_archived') && channel.isArchived),
  );
  const page = pageOf(shown, args);
  if (page === 'invalid_cursor') return refuse(page);
  const channels = page.items.map((channel) => presentedChannel(slack, channel));
  return { ok: true, channels, response_metadata: { next_cursor: page.nextCursor } };
}

function members(slack: SlackParts, args: Arguments): Answer {
  const channel = readable(slack, args, 'read');
  if ('ok' in channel) return channel;
  const page = pageOf([...channel.members], args);
  if (page === 'invalid_cursor') return refuse(page);
  return { ok: true, members: page.items, response_metadata: { next_cursor: page.nextCursor } };
}

/** Newest first. */
function history(slack: SlackParts, args: Arguments): Answer {
  const channel = readable(slack, args, 'history');
  if ('ok' in channel) return channel;
  if (!channel.members.has(slack.workspace.bot.id)) return refuse('not_in_channel');
  const shown = within(slack.workspace.timeline.channel(channel.id), args).toReversed();
  return messagePage(slack, shown, args);
}

/** The root and then its replies, oldest first. */
function replies(slack: SlackParts, args: Arguments): Answer {
  const channel = readable(slack, args, 'history');
  if ('ok' in channel) return channel;
  if (!channel.members.has(slack.workspace.bot.id)) return refuse('not_in_channel');
  const { timeline } = slack.workspace;
  const any = timeline.find(channel.id, args.text('ts'));
  if (!any) return refuse('thread_not_found');
  const [root, ...answers] = timeline.thread(channel.id, any.threadTs ?? any.ts);
  return messagePage(slack, [...(root ? [root] : []), ...within(answers, args)], args);
}

function open({ workspace }: SlackParts, args: Arguments): Answer {
  const { directory, bot } = workspace;
  const ids = args.text('users').split(',').filter(Boolean);
  const only = directory.people.get(ids[0] ?? '');
  if (ids.length !== 1) return refuse(ids.length === 0 ? 'users_list_not_supplied' : 'too_many_users');
  if (!only) return refuse('user_not_found');
  const already = directory.channels.has(`D${only.id.slice(1)}`);
  const channel = directory.direct(only.id, bot.id);
  return { ok: true, ...(already ? { no_op: true, already_open: true } : {}), channel: { id: channel.id } };
}

function join(slack: SlackParts, args: Arguments): Answer {
  const { directory, bot } = slack.workspace;
  const channel = directory.channels.get(args.text('channel'));
  if (!channel || channel.isPrivate)
    return refuse(channel ? 'method_not_supported_for_channel_type' : 'channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  const already = channel.members.has(bot.id);
  directory.join(channel, bot);
  return {
    ok: true,
    channel: presentedChannel(slack, channel),
    ...(already ? { warning: 'already_in_channel' } : {}),
  };
}

/** The channel, if the bot may know of it with its scopes. */
function readable(
  { workspace, app }: SlackParts,
  args: Arguments,
  what: 'read' | 'history',
): Channel | Answer {
  const channel = workspace.directory.channels.get(args.text('channel'));
  if (!channel || (channel.isPrivate && !channel.members.has(workspace.bot.id)))
    return refuse('channel_not_found');
  const kind = channel.kind === 'direct' ? 'im' : channel.isPrivate ? 'groups' : 'channels';
  const needed = `${kind}:${what}`;
  return app.scopes.includes(needed)
    ? channel
    : refuse('missing_scope', { needed, provided: app.scopes.join(',') });
}

function presentedChannel({ workspace }: SlackParts, channel: Channel): JsonObject {
  const { id, name, kind, isPrivate, isArchived, isExtShared, createdAt } = channel;
  const isDirect = kind === 'direct';
  const other = isDirect ? [...channel.members].find((one) => one !== workspace.bot.id) : undefined;
  return {
    id,
    created: Math.floor(createdAt / 1000),
    ...(isDirect ? { user: other } : { name, name_normalized: name }),
    is_channel: !isDirect && !isPrivate,
    is_group: !isDirect && isPrivate,
    is_im: isDirect,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: isArchived,
    is_general: name === 'general',
    is_shared: isExtShared,
    is_ext_shared: isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.members.has(workspace.bot.id),
    context_team_id: workspace.team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function typeOf({ kind, isPrivate }: Channel): string {
  return kind === 'direct' ? 'im' : isPrivate ? 'private_channel' : 'public_channel';
}

function within(messages: readonly Message[], args: Arguments): readonly Message[] {
  const oldest = args.number('oldest', 0);
  const latest = args.number('latest', Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function messagePage({ workspace }: SlackParts, shown: readonly Message[], args: Arguments): Answer {
  const page = pageOf(shown, args);
  if (page === 'invalid_cursor') return refuse(page);
  const withMetadata = args.flag('include_all_metadata');
  return {
    ok: true,
    messages: page.items.map((message) => presentedMessage(workspace, message, withMetadata)),
    has_more: page.nextCursor !== '',
    response_metadata: { next_cursor: page.nextCursor },
  };
}
