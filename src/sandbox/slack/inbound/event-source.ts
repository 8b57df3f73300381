import type { SlackParts } from '../slack-parts.ts';
import type { Change } from '../state/change-feed.ts';
import type { JsonObject } from '../state/json-object.ts';
import { messageEvents } from './message-events.ts';
import { eventPayload } from './payload-parts.ts';
import type { Told } from './told.ts';

/** Makes events of what changes in the workspace, whoever changed it, and sends them to the app. The answer ends it. */
export function startEventSource(slack: SlackParts): () => void {
  return slack.workspace.subscribe((change) => {
    for (const told of toEvents(slack, change)) void tellApp(slack, told);
  });
}

/** Sends one event if the app may hear it; false if it may not. */
export async function tellApp(slack: SlackParts, { subscription, scope, event }: Told): Promise<boolean> {
  const { eventSubscriptions, scopes } = slack.app;
  if (!eventSubscriptions.includes(subscription) || (scope !== undefined && !scopes.includes(scope)))
    return false;
  const { channel, channel_id: channelId } = event;
  const place = slack.workspace.directory.channels.get(String(channelId ?? channel));
  await slack.courier.deliverEvent(eventPayload(slack, event, place));
  return true;
}

/** The bot hears only of channels in which it is, and of user groups. */
function toEvents(slack: SlackParts, change: Change): readonly Told[] {
  const { directory, bot } = slack.workspace;
  if (change.type === 'group-changed') return [groupEvent(slack, change)];
  if (!('channel' in change) || change.channel === undefined) return [];
  if (change.type === 'member-left' && change.user === bot.id) {
    return [told(slack, 'channel_left', 'channels:read', { channel: change.channel })];
  }
  const channel = directory.channels.get(change.channel);
  if (!channel?.members.has(bot.id)) return [];
  switch (change.type) {
    case 'message-posted':
    case 'message-edited':
    case 'message-deleted':
      return messageEvents(slack, change, channel);
    case 'reaction-added':
    case 'reaction-removed': {
      const { user, name: reaction, ts } = change;
      const item = { type: 'message', channel: channel.id, ts };
      return [told(slack, change.type.replace('-', '_'), 'reactions:read', { user, reaction, item })];
    }
    case 'member-joined':
    case 'member-left':
    case 'channel-archived':
    case 'channel-unarchived':
    case 'channel-renamed':
      return [channelEvent(slack, change)];
    case 'delivery-failed':
      return [];
  }
}

const CHANNEL_EVENTS = {
  'member-joined': 'member_joined_channel',
  'member-left': 'member_left_channel',
  'channel-archived': 'channel_archive',
  'channel-unarchived': 'channel_unarchive',
  'channel-renamed': 'channel_rename',
} as const;

function channelEvent(
  slack: SlackParts,
  change: Change & { readonly type: keyof typeof CHANNEL_EVENTS },
): Told {
  const { team, directory } = slack.workspace;
  const { user, channel, type } = change;
  const name = CHANNEL_EVENTS[type];
  if (type === 'member-joined' || type === 'member-left') {
    return told(slack, name, 'channels:read', { user, channel, channel_type: 'C', team: team.id });
  }
  if (type !== 'channel-renamed') return told(slack, name, 'channels:read', { user, channel, is_moved: 0 });
  const renamed = directory.channels.get(channel);
  const created = Math.floor((renamed?.createdAt ?? 0) / 1000);
  const now = { id: channel, name: renamed?.name, name_normalized: renamed?.name, created };
  return told(slack, name, 'channels:read', { channel: now });
}

function groupEvent(
  slack: SlackParts,
  { group, added, removed }: Change & { readonly type: 'group-changed' },
): Told {
  const now = Math.floor(Date.now() / 1000);
  return told(slack, 'subteam_members_changed', 'usergroups:read', {
    subteam_id: group,
    team_id: slack.workspace.team.id,
    date_previous_update: now,
    date_update: now,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  });
}

function told({ workspace }: SlackParts, type: string, scope: string, fields: JsonObject): Told {
  return { subscription: type, scope, event: { type, ...fields, event_ts: workspace.timeline.nextTs() } };
}
