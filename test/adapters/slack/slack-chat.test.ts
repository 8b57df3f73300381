import { describe, expect, it } from 'vitest';
import { aClient, ANN, aSlack, BOB, eventually, PROD } from '../../sandbox/slack/a-slack.ts';
import { SlackChat } from '../../../src/adapters/slack/slack-chat.ts';
import { threadAddress } from '../../../src/adapters/slack/listeners/answer-address.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { ChatMessage } from '../../../src/ports/chat.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { ephemerals } from '../../../src/sandbox/slack/hands/ephemerals.ts';
import { messages } from '../../../src/sandbox/slack/hands/messages.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { views } from '../../../src/sandbox/slack/hands/views.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import type { InboxItem } from '../../../src/core/request/inbox-item.ts';
import { aGateway, aLog } from './a-gateway.ts';
import { BUTTON_VALUE } from './a-signed-request.ts';

const GROUP = 'S0APPROVERS';
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
const hello: ChatMessage = { text: 'hello', blocks: [section('*hello*')] };

function chatOf(
  slack: Slack,
  over: { now?: () => number; deadlineMs?: number; botToken?: string } = {},
): SlackChat {
  const { now, ...connection } = over;
  return new SlackChat(
    { botToken: slack.app.botToken, apiUrl: slack.apiUrl, log: aLog(), ...connection },
    now,
  );
}

async function faulty(
  path: string,
  answer: Parameters<FaultBook['add']>[0]['answer'],
  times = 1,
): Promise<Slack> {
  const faults = new FaultBook();
  const slack = await aSlack({ faults });
  faults.add({ target: 'slack', match: { path }, answer, times });
  return slack;
}

async function kindOfFailure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof PortError ? error.kind : `another error: ${String(error)}`),
  );
}

describe('a post', () => {
  it('is there once, in its thread, broadcast if asked, and found again by its key', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);

    const root = await chat.post({ channel: PROD, message: hello, key: 'R-1:root' });
    const rootTs = root.kind === 'posted' ? root.ts : '';
    const reply = await chat.post({
      channel: PROD,
      threadTs: rootTs,
      message: hello,
      key: 'R-1:1',
      broadcast: true,
    });

    expect(messages(slack, { channel: PROD })).toMatchObject([
      { ts: rootTs, text: 'hello', broadcast: false },
      { threadTs: rootTs, broadcast: true },
    ]);
    expect(await chat.find(PROD, undefined, 'R-1:root')).toBe(rootTs);
    expect(reply).toEqual({ kind: 'posted', ts: await chat.find(PROD, rootTs, 'R-1:1') });
    expect(await chat.find(PROD, rootTs, 'R-1:2')).toBeUndefined();
  });

  it('whose answer is lost is unclear, was made once, and is found', async () => {
    const slack = await faulty('chat.postMessage', { drop: 'answer' });
    const chat = chatOf(slack);

    expect(await chat.post({ channel: PROD, message: hello, key: 'k' })).toEqual({ kind: 'unclear' });
    expect(messages(slack, { channel: PROD })).toHaveLength(1);
    expect(await chat.find(PROD, undefined, 'k')).toBe(messages(slack, { channel: PROD })?.[0]?.ts);
  });

  it.each([
    ['a server error', { status: 503 }],
    ['a cut line', { drop: 'request' }],
    ["Slack's own trouble", { body: { ok: false, error: 'internal_error' } }],
  ] as const)('is unclear after %s, and is not tried again in here', async (_name, answer) => {
    const slack = await faulty('chat.postMessage', answer, 10);

    expect(await chatOf(slack).post({ channel: PROD, message: hello, key: 'k' })).toEqual({
      kind: 'unclear',
    });
    expect(messages(slack, { channel: PROD })).toEqual([]);
  });

  it('that hangs is given up at its deadline', async () => {
    const slack = await faulty('chat.postMessage', { delayMs: 2_000 });
    const began = performance.now();

    expect(
      await chatOf(slack, { deadlineMs: 150 }).post({ channel: PROD, message: hello, key: 'k' }),
    ).toEqual({ kind: 'unclear' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('over the limit says how long to wait, and holds nothing else up', async () => {
    const slack = await faulty('chat.update', {
      status: 429,
      headers: { 'retry-after': '7' },
      body: { ok: false, error: 'ratelimited' },
    });
    const chat = chatOf(slack);
    const began = performance.now();

    const [limited, posted] = await Promise.all([
      chat.update(PROD, '1700000000.000100', hello),
      chat.post({ channel: PROD, message: hello, key: 'k' }),
    ]);

    expect(limited).toEqual({ kind: 'limited', retryAfterMs: 7_000 });
    expect(posted.kind).toBe('posted');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('over a limit that names no time is told a time all the same', async () => {
    const slack = await faulty('chat.postMessage', {
      status: 429,
      body: { ok: false, error: 'ratelimited' },
    });

    expect(await chatOf(slack).post({ channel: PROD, message: hello, key: 'k' })).toMatchObject({
      kind: 'limited',
    });
  });

  it('that Slack will never take is refused, by its own word', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);

    expect(await chat.update(PROD, '1700000000.000100', hello)).toEqual({
      kind: 'refused',
      error: 'message_not_found',
    });
  });

  it('to a channel that takes nothing, or with a token that is refused, is closed out, not refused', async () => {
    const slack = await aSlack();
    const post = { channel: PROD, message: hello, key: 'k' };

    expect(await chatOf(slack).post({ ...post, channel: 'C0NOWHERE00' })).toEqual({
      kind: 'closed',
      error: 'channel_not_found',
    });
    expect(await chatOf(slack, { botToken: 'xoxb-wrong' }).post(post)).toEqual({
      kind: 'closed',
      error: 'invalid_auth',
    });
    const channel = slack.workspace.directory.channel(PROD);
    channel!.isArchived = true;
    expect(await chatOf(slack).post(post)).toEqual({ kind: 'closed', error: 'is_archived' });
  });

  it('with blocks that this Slack does not know yet is said in plainer ones', async () => {
    const slack = await faulty('chat.postMessage', { body: { ok: false, error: 'invalid_blocks' } });
    const rows = [[{ type: 'raw_text', text: 'Node' }], [{ type: 'raw_text', text: 'ip-1' }]];

    const outcome = await chatOf(slack).post({
      channel: PROD,
      message: { text: 'done', blocks: [section('above'), { type: 'table', rows }] },
      key: 'k',
    });

    expect(outcome.kind).toBe('posted');
    expect(messages(slack, { channel: PROD })?.[0]?.blocks).toMatchObject([
      { text: { text: 'above' } },
      { type: 'section', text: { text: '```\nNode\nip-1\n```' } },
    ]);
  });

  it('with blocks that no Slack takes is said in its sentence', async () => {
    const slack = await aSlack();
    const bad = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(4_000) } };

    const outcome = await chatOf(slack).post({
      channel: PROD,
      message: { text: 'the sentence', blocks: [bad] },
      key: 'k',
    });

    expect(outcome.kind).toBe('posted');
    expect(messages(slack, { channel: PROD })).toMatchObject([{ text: 'the sentence', blocks: [] }]);
  });

  it('mentions nobody by bare words', async () => {
    const slack = await aSlack();

    await chatOf(slack).post({
      channel: PROD,
      message: { text: '@channel @ann #general', blocks: [] },
      key: 'k',
    });

    expect(slack.calls.of('chat.postMessage')[0]?.args).toMatchObject({ parse: 'none' });
    expect(messages(slack, { channel: PROD })?.[0]?.text).toBe('@channel @ann #general');
  });
});

describe('an update', () => {
  it('takes the place of what was there, blocks and all, and keeps the key', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);
    const posted = await chat.post({ channel: PROD, message: hello, key: 'k' });
    const ts = posted.kind === 'posted' ? posted.ts : '';

    expect(await chat.update(PROD, ts, { text: 'bye', blocks: [] })).toEqual({ kind: 'posted', ts });

    expect(messages(slack, { channel: PROD })).toMatchObject([{ text: 'bye', blocks: [], edited: true }]);
    expect(await chat.find(PROD, undefined, 'k')).toBe(ts);
  });
});

describe('looking for a message', () => {
  it('finds it behind many pages of others, and the earlier one of two', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);
    const root = await chat.post({ channel: PROD, message: hello, key: 'root' });
    const threadTs = root.kind === 'posted' ? root.ts : '';
    const first = await chat.post({ channel: PROD, threadTs, message: hello, key: 'twice' });
    for (let index = 0; index < 150; index++)
      await chat.post({ channel: PROD, threadTs, message: hello, key: `k${index}` });
    await chat.post({ channel: PROD, threadTs, message: hello, key: 'twice' });

    expect(first).toEqual({ kind: 'posted', ts: await chat.find(PROD, threadTs, 'twice') });
    expect(await chat.find(PROD, threadTs, 'k149')).toBeDefined();
  });

  it('finds nothing where the scope to read is not granted, and says when Slack is away', async () => {
    const without = await aSlack({ app: { scopes: ['chat:write'] } });
    expect(await chatOf(without).find(PROD, undefined, 'k')).toBeUndefined();

    const away = await faulty('conversations.history', { status: 500 });
    expect(await kindOfFailure(chatOf(away).find(PROD, undefined, 'k'))).toBe('unavailable');
  });
});

describe('people', () => {
  it('are told apart: members, guests, externals, bots', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);

    expect(await chat.user(ANN)).toMatchObject({
      id: ANN,
      bot: false,
      guest: false,
      deleted: false,
      teamId: 'T0SANDBOX00',
    });
    expect(await chat.user('U0GUS000000')).toMatchObject({ guest: true });
    expect((await chat.user('U0EVE000000'))?.teamId).not.toBe('T0SANDBOX00');
    expect(await chat.user('U0DROVER000')).toMatchObject({ bot: true });
    expect(await chat.user('U0NOBODY000')).toBeUndefined();
  });

  it('of a group are believed for a minute and then read again', async () => {
    let now = 0;
    const slack = await aSlack();
    const chat = chatOf(slack, { now: () => now });

    expect(await chat.groupMembers(GROUP)).toEqual([BOB, 'U0CAT000000']);
    now = 59_000;
    await chat.groupMembers(GROUP);
    expect(slack.calls.of('usergroups.users.list')).toHaveLength(1);
    now = 60_000;
    await chat.groupMembers(GROUP);
    expect(slack.calls.of('usergroups.users.list')).toHaveLength(2);
  });

  it('that cannot be read are an error, never nobody and never the ones of before', async () => {
    let now = 0;
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    const chat = chatOf(slack, { now: () => now });
    await chat.groupMembers(GROUP);
    await chat.user(ANN);
    faults.add({ target: 'slack', match: { path: 'users' }, answer: { status: 500 } });
    now = 61_000;

    expect(await kindOfFailure(chat.groupMembers(GROUP))).toBe('unavailable');
    expect(await kindOfFailure(chat.user(ANN))).toBe('unavailable');
    const without = chatOf(await aSlack({ app: { scopes: ['chat:write'] } }));
    expect(await kindOfFailure(without.groupMembers(GROUP))).toBe('forbidden');
    expect(await kindOfFailure(chatOf(await aSlack()).groupMembers('S0NONE00000'))).toBe('not-found');
  });
});

describe('an answer to one person', () => {
  async function aDelivery(slack: Slack): Promise<InboxItem> {
    const gateway = await aGateway(slack, 'http');
    const elements = [
      {
        type: 'button' as const,
        text: { type: 'plain_text' as const, text: 'Go' },
        action_id: 'p.approve',
        value: BUTTON_VALUE,
      },
    ];
    const { ts } = await aClient(slack).chat.postMessage({
      channel: PROD,
      text: 'a card',
      blocks: [{ type: 'actions', elements }],
    });
    await click(slack, { user: 'bob', channel: PROD, ts: ts ?? '', actionId: 'p.approve' });
    await eventually(() => gateway.inbox.taken.length === 1);
    const item = gateway.items()[0];
    if (item === undefined || item.kind === 'refused') throw new Error('the click was refused');
    return item;
  }

  it('is seen by that person alone, and leaves the card', async () => {
    const slack = await aSlack();
    const { responseUrl } = await aDelivery(slack);

    await chatOf(slack).respond(responseUrl, hello, 'ephemeral');

    expect(ephemerals(slack, { user: BOB })).toMatchObject([{ text: 'hello' }]);
    expect(messages(slack, { channel: PROD })).toMatchObject([{ text: 'a card', edited: false }]);
  });

  it('may redraw the clicked message', async () => {
    const slack = await aSlack();
    const { responseUrl } = await aDelivery(slack);

    await chatOf(slack).respond(responseUrl, hello, 'replace');

    expect(messages(slack, { channel: PROD })).toMatchObject([{ text: 'hello' }]);
    expect(ephemerals(slack, { user: BOB })).toEqual([]);
  });

  it('falls back to its sentence, and fails as a value of ours when the address is used up', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);
    const { responseUrl } = await aDelivery(slack);

    await chat.respond(responseUrl, { text: 'plain', blocks: [{ type: 'nonsense' }] }, 'ephemeral');
    expect(ephemerals(slack, { user: BOB })).toMatchObject([{ text: 'plain' }]);
    for (let use = 0; use < 4; use++) await chat.respond(responseUrl, hello, 'ephemeral');

    expect(await kindOfFailure(chat.respond(responseUrl, hello, 'ephemeral'))).toBe('not-found');
  });

  it('goes into the thread where a command was said', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);
    const root = await chat.post({ channel: PROD, message: hello, key: 'root' });
    const ts = root.kind === 'posted' ? root.ts : '';
    await chat.post({ channel: PROD, threadTs: ts, message: hello, key: 'reply' });

    await chat.respond(threadAddress(PROD, ts, ANN), { text: 'only you', blocks: [] }, 'ephemeral');

    expect(ephemerals(slack, { user: ANN })).toMatchObject([{ text: 'only you', threadTs: ts }]);
  });

  it('never goes to another host than Slack', async () => {
    const chat = chatOf(await aSlack());

    expect(await kindOfFailure(chat.respond('http://169.254.169.254/latest', hello, 'ephemeral'))).toBe(
      'invalid',
    );
    expect(
      await kindOfFailure(chat.respond('https://hooks.slack.com.evil.example/1', hello, 'ephemeral')),
    ).toBe('invalid');
    expect(await kindOfFailure(chat.respond('', hello, 'ephemeral'))).toBe('invalid');
  });
});

describe('views and links', () => {
  it('opens a view for a fresh trigger, and says so when it came too late', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, 'http');
    await slash(slack, { user: 'ann', channel: PROD, text: '/patch status' });
    const item = gateway.items()[0];
    const trigger = item !== undefined && item.kind !== 'refused' ? item.triggerId : '';
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Report' }, blocks: [section('x')] };

    await chatOf(slack).openView(trigger, view);

    expect(views(slack, { user: ANN })?.modals).toHaveLength(1);
    expect(await kindOfFailure(chatOf(slack).openView(trigger, view))).toBe('invalid');
  });

  it('links to a message that is there, and to nothing else', async () => {
    const slack = await aSlack();
    const chat = chatOf(slack);
    const root = await chat.post({ channel: PROD, message: hello, key: 'root' });

    expect(await chat.permalink(PROD, root.kind === 'posted' ? root.ts : '')).toMatch(/^https?:\/\//u);
    expect(await chat.permalink(PROD, '1700000000.000100')).toBeUndefined();
  });
});

describe('a file', () => {
  it('is not shared where the app has no right to, which is no failure', async () => {
    const slack = await aSlack({ app: { scopes: ['chat:write'] } });

    const outcome = await chatOf(slack).share({ channel: PROD, name: 'a.txt', title: 'A', text: 'a' });

    expect(outcome).toBe('not-allowed');
    expect(slack.workspace.files.all()).toEqual([]);
  });
});
