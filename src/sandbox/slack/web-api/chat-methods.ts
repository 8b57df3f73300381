import { acceptMessage } from '../accept-message.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Channel } from '../state/directory.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Message } from '../state/message.ts';
import { presentedMessage } from '../state/presented.ts';
import type { Answer } from './answer.ts';
import { refuse, refuseArguments, refuseMessage } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { missingArguments } from './missing-arguments.ts';
import type { MethodTable } from './method.ts';

/** Posting, editing and deleting messages. */
export const CHAT_METHODS: MethodTable = {
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.delete': { scopes: ['chat:write'], run: remove },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': { scopes: [], run: getPermalink },
};

function postMessage(slack: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'channel');
  if (missing) return refuseArguments(...missing);
  const place = writable(slack, args.text('channel'));
  if ('ok' in place) return place;
  const accepted = acceptMessage(slack.workspace, 'chat.postMessage', sentMessage(args));
  if (!accepted.ok) return refuseMessage(accepted.verdict);
  const root = rootOf(slack, place, args.text('thread_ts'));
  if (root === 'thread_not_found') return refuse(root);
  const { workspace, app } = slack;
  const message = workspace.timeline.post({
    ...accepted.content,
    channel: place.id,
    user: workspace.bot.id,
    botId: workspace.bot.botId,
    appId: app.id,
    broadcast: root !== undefined && args.flag('reply_broadcast'),
    ...(root ? { threadTs: root } : {}),
  });
  return { ok: true, channel: place.id, ts: message.ts, message: presentedMessage(workspace, message, true) };
}

/** Without `blocks` or `metadata` those stay as they were; an empty list or object removes them. */
function update(slack: SlackParts, args: Arguments): Answer {
  const found = ownMessage(slack, args, 'cant_update_message');
  if ('ok' in found) return found;
  const { workspace } = slack;
  if (workspace.directory.channels.get(found.channel)?.isArchived) return refuse('is_inactive');
  if (
    found.threadTs !== undefined &&
    !found.broadcast &&
    args.flag('reply_broadcast') &&
    contentArguments(args)
  ) {
    return refuse('no_dual_broadcast_content_update');
  }
  if (!contentArguments(args) && !args.has('metadata') && !args.flag('reply_broadcast'))
    return refuse('no_text');
  const accepted = acceptMessage(workspace, 'chat.update', sentMessage(args), 'update');
  if (!accepted.ok) return refuseMessage(accepted.verdict);
  const { content } = accepted;
  const edited = workspace.timeline.edit(found, {
    ...(args.has('text') ? { text: content.text } : {}),
    ...(args.has('blocks') ? { blocks: content.blocks } : {}),
    ...(args.has('attachments') ? { attachments: content.attachments } : {}),
    ...(args.has('metadata') ? { metadata: content.metadata } : {}),
    ...(args.flag('reply_broadcast') ? { broadcast: true } : {}),
    edited: { user: workspace.bot.id, ts: workspace.timeline.nextTs() },
  });
  const message = presentedMessage(workspace, edited, true);
  return { ok: true, channel: found.channel, ts: found.ts, text: edited.text, message };
}

function remove(slack: SlackParts, args: Arguments): Answer {
  const found = ownMessage(slack, args, 'cant_delete_message');
  if ('ok' in found) return found;
  slack.workspace.timeline.remove(found);
  return { ok: true, channel: found.channel, ts: found.ts };
}

function postEphemeral(slack: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'channel', 'user');
  if (missing) return refuseArguments(...missing);
  const place = writable(slack, args.text('channel'));
  if ('ok' in place) return place;
  const { workspace } = slack;
  const reader = workspace.directory.people.get(args.text('user'));
  if (!reader || !place.members.has(reader.id)) return refuse('user_not_in_channel');
  const accepted = acceptMessage(workspace, 'chat.postEphemeral', sentMessage(args));
  if (!accepted.ok) return refuseMessage(accepted.verdict);
  const threadTs = args.text('thread_ts');
  const ephemeral = workspace.timeline.whisper({
    ...accepted.content,
    channel: place.id,
    user: reader.id,
    ...(threadTs ? { threadTs } : {}),
  });
  return { ok: true, message_ts: ephemeral.ts };
}

function getPermalink({ workspace }: SlackParts, args: Arguments): Answer {
  const channel = workspace.directory.channels.get(args.text('channel'));
  if (!channel) return refuse('channel_not_found');
  const message = workspace.timeline.find(channel.id, args.text('message_ts'));
  if (!message) return refuse('message_not_found');
  const { ts, threadTs } = message;
  const base = `https://${workspace.team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
  const permalink = threadTs ? `${base}?thread_ts=${threadTs}&cid=${channel.id}` : base;
  return { ok: true, channel: channel.id, permalink };
}

/** The channel, if the bot may write there; a person's id stands for their direct messages. */
function writable({ workspace, app }: SlackParts, reference: string): Channel | Answer {
  const { directory, bot } = workspace;
  const reader = directory.people.get(reference);
  if (reader && app.messagesTab === false) return refuse('messages_tab_disabled');
  const channel = reader ? directory.direct(reader.id, bot.id) : directory.channel(reference);
  if (!channel || (channel.isPrivate && !channel.members.has(bot.id))) return refuse('channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  if (!channel.members.has(bot.id) && !app.scopes.includes('chat:write.public'))
    return refuse('not_in_channel');
  return channel;
}

/** A reply to a reply goes into the thread in which that stands. */
function rootOf({ workspace }: SlackParts, channel: Channel, threadTs: string): string | undefined {
  if (threadTs === '') return undefined;
  const parent = workspace.timeline.find(channel.id, threadTs);
  return parent ? (parent.threadTs ?? parent.ts) : 'thread_not_found';
}

/** Names of channels will not do here, and nobody edits what another said. */
function ownMessage({ workspace }: SlackParts, args: Arguments, otherwise: string): Message | Answer {
  const missing = missingArguments(args, 'channel', 'ts');
  if (missing) return refuseArguments(...missing);
  const channel = workspace.directory.channels.get(args.text('channel'));
  if (!channel) return refuse('channel_not_found');
  const message = workspace.timeline.find(channel.id, args.text('ts'));
  if (!message || message.tombstone) return refuse('message_not_found');
  return message.user === workspace.bot.id ? message : refuse(otherwise);
}

function contentArguments(args: Arguments): boolean {
  return args.has('text') || args.has('blocks') || args.has('attachments');
}

function sentMessage(args: Arguments): JsonObject {
  return {
    ...(args.has('text') ? { text: args.text('text') } : {}),
    ...Object.fromEntries(
      ['blocks', 'attachments', 'metadata'].flatMap((name) =>
        args.has(name) ? [[name, args.json(name)]] : [],
      ),
    ),
  };
}
