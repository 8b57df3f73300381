import { stateValues } from './element-state.ts';
import type { JsonObject } from './json-object.ts';
import type { Message } from './message.ts';
import type { View } from './views.ts';
import type { Workspace } from './workspace.ts';

/** A message as the Web API and payloads show it. Metadata only for those who asked for it. */
export function presentedMessage(workspace: Workspace, message: Message, withMetadata = false): JsonObject {
  const { ts, threadTs, edited, files, reactions, metadata, tombstone } = message;
  return {
    type: 'message',
    ...(tombstone
      ? { subtype: 'tombstone', hidden: true }
      : message.broadcast
        ? { subtype: 'thread_broadcast' }
        : {}),
    user: tombstone ? 'USLACKBOT' : message.user,
    ...(message.botId && !tombstone ? { bot_id: message.botId, app_id: message.appId } : {}),
    text: message.text,
    ts,
    team: workspace.team.id,
    ...content(message),
    ...(files.length > 0 ? { files } : {}),
    ...(edited ? { edited } : {}),
    ...(reactions.length > 0
      ? { reactions: reactions.map((one) => ({ ...one, count: one.users.length })) }
      : {}),
    ...(withMetadata && metadata ? { metadata } : {}),
    ...(threadTs === undefined
      ? threadOf(workspace, message)
      : { thread_ts: threadTs, ...parentOf(workspace, message) }),
  };
}

/** A view as the Web API and payloads show it. */
export function presentedView(workspace: Workspace, view: View, appId: string): JsonObject {
  const { content: sent, blocks } = view;
  return {
    id: view.id,
    team_id: workspace.team.id,
    type: view.type,
    blocks,
    private_metadata: sent['private_metadata'] ?? '',
    callback_id: sent['callback_id'] ?? '',
    external_id: sent['external_id'] ?? '',
    state: { values: stateValues(blocks, view.entered) },
    hash: view.hash,
    title: sent['title'] ?? null,
    close: sent['close'] ?? null,
    submit: sent['submit'] ?? null,
    clear_on_close: sent['clear_on_close'] ?? false,
    notify_on_close: sent['notify_on_close'] ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: appId,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.bot.botId,
  };
}

function content({ blocks, attachments }: Pick<Message, 'blocks' | 'attachments'>): JsonObject {
  return { ...(blocks.length > 0 ? { blocks } : {}), ...(attachments.length > 0 ? { attachments } : {}) };
}

function threadOf({ timeline }: Workspace, { channel, ts }: Message): JsonObject {
  const replies = timeline.thread(channel, ts).slice(1);
  const users = [...new Set(replies.map(({ user }) => user))];
  if (replies.length === 0) return {};
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
  };
}

function parentOf({ timeline }: Workspace, { channel, threadTs }: Message): JsonObject {
  const parent = timeline.find(channel, threadTs ?? '');
  return parent ? { parent_user_id: parent.user } : {};
}
