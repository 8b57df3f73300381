import { describe, expect, it } from 'vitest';
import { startBoltApp } from '../../../src/adapters/slack/bolt-app.ts';
import { InFlight } from '../../../src/adapters/slack/listeners/in-flight.ts';
import type { RawInbox } from '../../../src/core/request/inbox-item.ts';
import type { ChatMessage } from '../../../src/ports/chat.ts';
import { FakeReceiver } from './a-fake-receiver.ts';
import { aLog } from './a-gateway.ts';
import { aClick, aCommand, TEAM } from './a-signed-request.ts';

/** The listeners behind a fake receiver. Nothing may be asked of Slack: its address is closed. */
async function listeners(put: (raw: RawInbox) => Promise<void> = async () => undefined) {
  const receiver = new FakeReceiver();
  const happened: string[] = [];
  const answers: { url: string; message: ChatMessage }[] = [];
  const log = aLog();
  receiver.onAck = () => {
    happened.push('acknowledged');
  };
  const desk = {
    inbox: {
      put: async (raw: RawInbox) => {
        happened.push('handed on');
        await put(raw);
      },
    },
    chat: {
      respond: async (url: string, message: ChatMessage) => {
        happened.push('answered');
        answers.push({ url, message });
      },
    },
    log,
    inFlight: new InFlight(),
    home: () => ({}),
  };
  const identity = { teamId: TEAM, botUserId: 'U0BOT', botId: 'B0BOT' };
  await startBoltApp(
    receiver,
    identity,
    { botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/', log },
    desk,
  );
  return { receiver, happened, answers, log, desk };
}

describe('the listeners', () => {
  it('acknowledge a command before they hand it on, and ask nothing of Slack in between', async () => {
    const { receiver, happened, log } = await listeners();

    await receiver.send(aCommand());

    expect(happened).toEqual(['acknowledged', 'handed on']);
    expect(log.lines).toEqual([]);
  });

  it('hand a click on though its acknowledgement failed', async () => {
    const { receiver, happened, log } = await listeners();
    receiver.onAck = () => {
      throw new Error('the socket is gone');
    };

    await receiver.send(aClick());

    expect(happened).toEqual(['handed on']);
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { message: 'Error: the socket is gone' } }]);
  });

  it('acknowledge what was taken before, and that is all', async () => {
    const { receiver, happened } = await listeners();

    await receiver.send(aCommand(), { fresh: false });
    await receiver.send(aClick(), { fresh: false });

    expect(happened).toEqual(['acknowledged', 'acknowledged']);
  });

  it('answer where the person is when the store is down, and outlive an answer that fails too', async () => {
    const { receiver, answers, desk, log } = await listeners(async () => {
      throw new Error('connection refused');
    });

    await receiver.send(aCommand());
    desk.chat.respond = async () => {
      throw new Error('expired_url');
    };
    await receiver.send(aClick());

    expect(answers).toMatchObject([{ url: aCommand()['response_url'] }]);
    expect(answers[0]?.message.text).toContain('could not be handed on');
    expect(log.lines.map(({ message }) => message)).toEqual([
      'The inbox did not take a request',
      'The inbox did not take a request',
      'A person could not be told that the store is down',
    ]);
  });

  it.each([
    [
      'a link button',
      aClick({ actions: [{ type: 'button', action_id: 'open', action_ts: '1.2', url: 'https://x' }] }),
    ],
    [
      'an old attachment button',
      {
        type: 'interactive_message',
        team: { id: TEAM },
        user: { id: 'U1' },
        actions: [{ name: 'a', type: 'button' }],
        callback_id: 'x',
      },
    ],
    ['a shortcut', { type: 'shortcut', team: { id: TEAM }, user: { id: 'U1' }, callback_id: 'x' }],
    [
      'a message shortcut',
      {
        type: 'message_action',
        team: { id: TEAM },
        user: { id: 'U1' },
        channel: { id: 'C1' },
        callback_id: 'x',
      },
    ],
    [
      'a form',
      {
        type: 'view_submission',
        team: { id: TEAM },
        user: { id: 'U1' },
        view: { id: 'V1', callback_id: 'x' },
      },
    ],
    [
      'a closed view',
      { type: 'view_closed', team: { id: TEAM }, user: { id: 'U1' }, view: { id: 'V1', callback_id: 'x' } },
    ],
    [
      'a question for options',
      { type: 'block_suggestion', team: { id: TEAM }, user: { id: 'U1' }, action_id: 'x', value: '' },
    ],
    [
      'an event nobody subscribed to',
      { type: 'event_callback', team_id: TEAM, event: { type: 'channel_archive', channel: 'C1' } },
    ],
  ])('acknowledge %s once, and hand nothing on', async (_name, body) => {
    const { receiver, happened } = await listeners();

    await receiver.send(body as Record<string, unknown>);

    expect(happened).toEqual(['acknowledged']);
  });

  it('count as under way until the request is handed on', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { receiver, desk } = await listeners(async () => promise);

    const sent = receiver.send(aCommand());
    const early = await desk.inFlight.idle(30);
    resolve();
    await sent;

    expect(early).toBe(false);
    expect(await desk.inFlight.idle(30)).toBe(true);
  });
});
