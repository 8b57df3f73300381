import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { mention } from '../../../src/sandbox/slack/hands/mention.ts';
import { messages } from '../../../src/sandbox/slack/hands/messages.ts';
import { openHome } from '../../../src/sandbox/slack/hands/open-home.ts';
import { say } from '../../../src/sandbox/slack/hands/say.ts';
import { revokeBotToken } from '../../../src/sandbox/slack/inbound/housekeeping.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import type { AppConfig } from '../../../src/sandbox/slack/app-config.ts';
import { aBoltApp } from './a-bolt-app.ts';
import { aClient, ANN, aSlack, BOB, eventually, PROD } from './a-slack.ts';

type Event = Record<string, unknown>;

describe.each(['http', 'socket'] as const)('events over %s', (mode) => {
  it('tell of mentions in channels where the bot is, and in no other', async () => {
    const { slack, events } = await listening(mode);

    mention(slack, { user: 'ann', channel: 'general', text: '@drover status' });
    const { ts } = mention(slack, { user: 'ann', channel: PROD, text: 'hey @drover pause' }) as {
      ts: string;
    };
    await eventually(() => events.some(({ type }) => type === 'app_mention'));

    const heard = events.filter(({ type }) => type === 'app_mention');
    expect(heard).toMatchObject([{ user: ANN, text: 'hey <@U0DROVER000> pause', ts, channel: PROD }]);
  });

  it('tell of a posted message with its metadata, by which its author finds it again', async () => {
    const { slack, events } = await listening(mode);
    const metadata = { event_type: 'drover_post', event_payload: { k: 'R-1.start' } };

    const { ts } = await aClient(slack).chat.postMessage({ channel: PROD, text: 'started', metadata });
    const event = await eventually(() => events.find(({ type }) => type === 'message_metadata_posted'));

    expect(event).toMatchObject({
      metadata,
      message_ts: ts,
      channel_id: PROD,
      app_id: 'A0DROVER000',
      user_id: 'U0DROVER000',
    });
  });

  it('tell of the channel’s and the groups’ life', async () => {
    const { slack, events } = await listening(mode);
    const { directory, timeline } = slack.workspace;
    const channel = directory.channel('ops-prod')!;
    const ann = directory.person('ann')!;

    directory.join(channel, directory.person('eve')!);
    directory.rename(channel, 'ops-production', ann);
    directory.setGroupMembers(directory.groups.get('S0APPROVERS')!, [BOB, ANN]);
    const { ts } = say(slack, { user: 'bob', channel: PROD, text: 'hm' }) as { ts: string };
    timeline.react(timeline.find(PROD, ts)!, 'eyes', ANN);
    directory.setArchived(channel, true, ann);
    directory.leave(channel, slack.workspace.bot);
    await eventually(() => events.some(({ type }) => type === 'channel_left'));

    const kinds = [
      'member_joined_channel',
      'channel_rename',
      'subteam_members_changed',
      'reaction_added',
      'channel_archive',
    ];
    const heard = await eventually(() => {
      const found = kinds.map((kind) => events.find(({ type }) => type === kind));
      return found.every((one) => one !== undefined) && found;
    });
    expect(heard).toMatchObject([
      { user: 'U0EVE000000', channel: PROD },
      { channel: { id: PROD, name: 'ops-production' } },
      { subteam_id: 'S0APPROVERS', added_users: [ANN], removed_users: ['U0CAT000000'] },
      { reaction: 'eyes', item: { ts } },
      { channel: PROD, user: ANN },
    ]);
  });
});

describe('what an app hears', () => {
  it('ends with its subscriptions and its scopes', async () => {
    const unsubscribed = await listening('socket', { eventSubscriptions: ['app_home_opened'] });
    const unscoped = await listening('socket', { scopes: ['chat:write'] });
    for (const { slack } of [unsubscribed, unscoped]) {
      mention(slack, { user: 'ann', channel: PROD, text: '@drover hi' });
      await openHome(slack, { user: 'ann' });
    }

    expect(
      unsubscribed.slack.courier.deliveries.map(({ payload }) => (payload['event'] as Event)['type']),
    ).toEqual(['app_home_opened']);
    expect(
      unscoped.slack.courier.deliveries.map(({ payload }) => (payload['event'] as Event)['type']),
    ).toEqual(['app_home_opened']);
  });

  it('ends with a home tab that the app does not have', async () => {
    const { slack } = await listening('socket', { homeTab: false, messagesTab: false });

    expect(await openHome(slack, { user: 'ann' })).toMatchObject({ ok: false, error: 'not_enabled' });
    const refused = await aClient(slack)
      .chat.postMessage({ channel: ANN, text: 'psst' })
      .catch((error: { data: { error: string } }) => error.data.error);
    expect(refused).toBe('messages_tab_disabled');
  });

  it('says that its token is revoked, and the token is', async () => {
    const { slack, events } = await listening('socket');

    await revokeBotToken(slack);

    expect(events).toMatchObject([{ type: 'tokens_revoked', tokens: { bot: ['U0DROVER000'] } }]);
    const refused = await aClient(slack)
      .chat.postMessage({ channel: PROD, text: 'x' })
      .catch((error: { data: { error: string } }) => error.data.error);
    expect(refused).toBe('token_revoked');
  });

  it('is not limited by what people say: a thread keeps its place, an archived channel its silence', async () => {
    const { slack } = await listening('socket');
    const root = say(slack, { user: 'ann', channel: PROD, text: 'root' }) as { ts: string };
    say(slack, { user: 'bob', channel: PROD, text: 'reply', threadTs: root.ts });

    expect(messages(slack, { channel: PROD })).toMatchObject([
      { text: 'root', threadTs: undefined },
      { text: 'reply', threadTs: root.ts },
    ]);
    expect(say(slack, { user: 'bob', channel: PROD, text: 'reply', threadTs: '1.1' })).toMatchObject({
      error: 'message_not_found',
    });
    slack.workspace.directory.setArchived(
      slack.workspace.directory.channel(PROD)!,
      true,
      slack.workspace.directory.person('ann')!,
    );
    expect(say(slack, { user: 'ann', channel: PROD, text: 'too late' })).toMatchObject({
      error: 'is_archived',
    });
  });
});

async function listening(
  mode: 'http' | 'socket',
  config: Partial<AppConfig> = {},
): Promise<{ slack: Slack; events: Event[] }> {
  const slack = await aSlack({ app: config });
  const events: Event[] = [];
  await aBoltApp(slack, mode, (app: App) => {
    app.event(/.*/, async ({ event }) => {
      events.push(event as unknown as Event);
      await Promise.resolve();
    });
  });
  return { slack, events };
}
