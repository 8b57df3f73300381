import type { Slack } from '../../slack/start-slack.ts';
import type { Change } from '../../slack/state/change-feed.ts';
import type { SlackChange } from './slack-snapshot.ts';
import { viewChannels, viewEphemeral, viewGroups, viewMessage, viewViews } from './view-slack.ts';

/** What a change of the workspace means to the page. */
export function slackChange(slack: Slack, change: Change): SlackChange {
  switch (change.type) {
    case 'message-posted':
    case 'message-edited':
      return {
        type: 'message',
        message: viewMessage(change.message),
        isNew: change.type === 'message-posted',
      };
    case 'message-deleted':
      return deleted(slack, change.before.channel, change.before.ts);
    case 'reaction-added':
    case 'reaction-removed':
      return deleted(slack, change.channel, change.ts);
    case 'ephemeral-posted':
    case 'ephemeral-edited':
      // One that was sent into a thread that nobody had started is shown to nobody.
      return change.ephemeral.shown
        ? {
            type: 'ephemeral',
            ephemeral: viewEphemeral(change.ephemeral),
            isNew: change.type === 'ephemeral-posted',
          }
        : { type: 'ephemeral-gone', user: change.user, ts: change.ephemeral.ts };
    case 'ephemeral-removed':
      return { type: 'ephemeral-gone', user: change.user, ts: change.ephemeral.ts };
    case 'view-opened':
    case 'view-updated':
    case 'view-closed':
    case 'home-published':
      return { type: 'views', user: change.user, views: viewViews(slack, change.user) };
    case 'delivery-failed':
      return { ...change, type: 'failed' };
    case 'member-joined':
    case 'member-left':
    case 'channel-archived':
    case 'channel-unarchived':
    case 'channel-renamed':
      return { type: 'channels', channels: viewChannels(slack) };
    case 'group-changed':
      return { type: 'groups', groups: viewGroups(slack) };
  }
}

/** A root with replies leaves a tombstone behind; anything else is gone. */
function deleted({ workspace }: Slack, channel: string, ts: string): SlackChange {
  const left = workspace.timeline.find(channel, ts);
  return left
    ? { type: 'message', message: viewMessage(left), isNew: false }
    : { type: 'message-gone', channel, ts };
}
