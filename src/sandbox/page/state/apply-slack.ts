import type { SlackChange, SlackSnapshot } from '../../control/view/slack-snapshot.ts';

/** Slack after one change. */
export function applySlack(slack: SlackSnapshot, change: SlackChange): SlackSnapshot {
  switch (change.type) {
    case 'message':
      return { ...slack, messages: put(slack.messages, change.message, change.isNew) };
    case 'message-gone':
      return {
        ...slack,
        messages: slack.messages.filter(({ ts, channel }) => ts !== change.ts || channel !== change.channel),
      };
    case 'ephemeral':
      return { ...slack, ephemerals: put(slack.ephemerals, change.ephemeral, change.isNew) };
    case 'ephemeral-gone':
      return { ...slack, ephemerals: slack.ephemerals.filter(({ ts }) => ts !== change.ts) };
    case 'views':
      return { ...slack, views: { ...slack.views, [change.user]: change.views } };
    case 'channels':
      return { ...slack, channels: change.channels };
    case 'groups':
      return { ...slack, groups: change.groups };
    case 'failed':
      return slack;
  }
}

function put<T extends { readonly ts: string; readonly channel: string }>(
  list: readonly T[],
  item: T,
  isNew: boolean,
): readonly T[] {
  if (isNew) return [...list, item];
  return list.map((one) => (one.ts === item.ts && one.channel === item.channel ? item : one));
}
