import type { SlackParts } from '../slack-parts.ts';
import type { Change } from '../state/change-feed.ts';
import type { Channel } from '../state/directory.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Message } from '../state/message.ts';
import { presentedMessage } from '../state/presented.ts';
import type { Told } from './told.ts';

type MessageChange = Change & { readonly type: 'message-posted' | 'message-edited' | 'message-deleted' };

/** What an app may hear of one message: `message` in its forms, `app_mention`, `message_metadata_posted`. */
export function messageEvents(slack: SlackParts, change: MessageChange, channel: Channel): readonly Told[] {
  const { workspace } = slack;
  const event_ts = workspace.timeline.nextTs();
  const hidden = (subtype: string, fields: JsonObject): JsonObject => ({
    subtype,
    hidden: true,
    ts: event_ts,
    ...fields,
  });
  const shown = (message: Message): JsonObject => presentedMessage(workspace, message);
  switch (change.type) {
    case 'message-posted': {
      const { message } = change;
      return [
        heard(channel, shown(message), event_ts),
        ...mention(slack, message),
        ...metadataPosted(slack, message),
      ];
    }
    case 'message-edited': {
      const fields = { message: shown(change.message), previous_message: shown(change.before) };
      return [heard(channel, hidden('message_changed', fields), event_ts)];
    }
    case 'message-deleted': {
      const fields = { deleted_ts: change.before.ts, previous_message: shown(change.before) };
      return [heard(channel, hidden('message_deleted', fields), event_ts)];
    }
  }
}

/** Subscriptions and scopes go by the kind of channel: `message.groups` with `groups:history`. */
function heard({ id, kind, isPrivate }: Channel, fields: JsonObject, event_ts: string): Told {
  const type = kind === 'direct' ? 'im' : isPrivate ? 'group' : 'channel';
  const plural = type === 'im' ? 'im' : `${type}s`;
  const event = { type: 'message', ...fields, channel: id, channel_type: type, event_ts };
  return { subscription: `message.${plural}`, scope: `${plural}:history`, event };
}

/** Somebody (not the bot itself) wrote the bot's name. */
function mention({ workspace }: SlackParts, message: Message): readonly Told[] {
  const { channel, ts, botId, text } = message;
  if (botId !== undefined || !text.includes(`<@${workspace.bot.id}>`)) return [];
  const event = { ...presentedMessage(workspace, message), type: 'app_mention', channel, event_ts: ts };
  return [{ subscription: 'app_mention', scope: 'app_mentions:read', event }];
}

function metadataPosted({ workspace, app }: SlackParts, message: Message): readonly Told[] {
  const { metadata, ts, channel, user, appId, botId } = message;
  const wanted = app.metadataSubscriptions;
  if (!metadata || (wanted && !wanted.includes(String(metadata['event_type'])))) return [];
  const type = 'message_metadata_posted';
  const from = {
    app_id: appId,
    bot_id: botId,
    user_id: user,
    team_id: workspace.team.id,
    channel_id: channel,
  };
  return [
    {
      subscription: type,
      scope: 'metadata.message:read',
      event: { type, ...from, metadata, message_ts: ts, event_ts: ts },
    },
  ];
}
