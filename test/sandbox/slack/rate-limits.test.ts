import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { METHODS } from '../../../src/sandbox/slack/web-api/answer-call.ts';
import { RateLimiter } from '../../../src/sandbox/slack/web-api/rate-limiter.ts';
import { aClient, aSlack, eventually, PROD, silent } from './a-slack.ts';

describe('the rate limiter', () => {
  it.each([
    ['usergroups.users.list', 20],
    ['chat.update', 50],
    ['views.open', 100],
    ['auth.test', 300],
  ])('lets %s through %i times a minute', (method, perMinute) => {
    let now = 0;
    const limiter = new RateLimiter({ factor: 1 }, () => now);

    const first = Array.from({ length: perMinute + 1 }, () => limiter.retryAfter(method, ''));
    expect(first.slice(0, -1).every((wait) => wait === undefined)).toBe(true);
    expect(first.at(-1)).toBe(Math.ceil(60 / perMinute));
    now += 60_000 / perMinute;
    expect(limiter.retryAfter(method, '')).toBeUndefined();
    expect(limiter.retryAfter(method, '')).toBeGreaterThan(0);
  });

  it('counts posts by channel, one a second after a short burst', () => {
    let now = 0;
    const limiter = new RateLimiter({ factor: 1 }, () => now);
    const post = (channel: string): number | undefined => limiter.retryAfter('chat.postMessage', channel);

    expect([post('A'), post('A'), post('A'), post('A')]).toEqual([undefined, undefined, undefined, 1]);
    expect(post('B')).toBeUndefined();
    now += 1_000;
    expect([post('A'), post('A')]).toEqual([undefined, 1]);
  });

  it('is ten times as strict at a tenth, and off when off', () => {
    const limiter = new RateLimiter({ factor: 0.1 }, () => 0);

    expect(Array.from({ length: 6 }, () => limiter.retryAfter('chat.update', ''))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      12,
    ]);
    limiter.set('off');
    expect(
      Array.from({ length: 1_000 }, () => limiter.retryAfter('chat.update', '')).every(
        (wait) => wait === undefined,
      ),
    ).toBe(true);
  });

  it('knows every method there is', () => {
    const limiter = new RateLimiter({ factor: 1 }, () => 0);
    const allowed = Object.keys(METHODS).map((method) => {
      let count = 0;
      while (limiter.retryAfter(method, '') === undefined) count += 1;
      return [method, count] as const;
    });

    expect(Object.fromEntries(allowed)).toMatchObject({
      'chat.update': 50,
      'users.info': 100,
      'usergroups.list': 20,
      'apps.connections.open': 10,
    });
  });
});

describe('a 429', () => {
  it('carries Retry-After, in Slack’s own words, and says nothing of other methods', async () => {
    const slack = await aSlack({ rateLimits: { factor: 0.02 } });
    const client = aClient(slack);
    await client.views.publish({
      user_id: 'U0ANN000000',
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
    const body = new URLSearchParams({ channel: PROD, ts: '1.000001', text: 'x' });
    const update = async (): Promise<Response> =>
      fetch(`${slack.apiUrl}chat.update`, {
        method: 'POST',
        body,
        headers: { authorization: 'Bearer xoxb-bot' },
      });

    await update();
    const limited = await update();

    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('60');
    expect(await limited.json()).toEqual({ ok: false, error: 'ratelimited' });
    await expect(client.chat.update({ channel: PROD, ts: '1.000001', text: 'x' })).rejects.toMatchObject({
      retryAfter: 60,
    });
    expect((await client.auth.test()).ok).toBe(true);
    slack.setRateLimits('off');
    expect((await update()).status).toBe(200);
  });

  it('pauses every call of a WebClient that waits for it, and is over afterwards', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({
      target: 'slack',
      match: { path: '^chat.update$' },
      answer: { status: 429, headers: { 'Retry-After': '1' } },
      times: 1,
    });
    const client = new WebClient('xoxb-bot', {
      slackApiUrl: slack.apiUrl,
      logger: silent(),
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 2 },
    });
    const { ts } = await client.chat.postMessage({ channel: PROD, text: 'x' });
    const start = performance.now();

    const updated = client.chat.update({ channel: PROD, ts: ts!, text: 'y' });
    await eventually(() => slack.calls.of('chat.update').length === 1);
    await client.chat.postMessage({ channel: PROD, text: 'behind it' });

    expect(performance.now() - start).toBeGreaterThan(900);
    expect((await updated).ok).toBe(true);
    expect(slack.calls.of('chat.update').map(({ status }) => status)).toEqual([429, 200]);
  });
});

describe('faults', () => {
  it('lose an answer whose message was posted, so that a client that repeats posts twice', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({
      target: 'slack',
      match: { path: 'chat.postMessage' },
      answer: { drop: 'answer' },
      times: 1,
    });
    const client = new WebClient('xoxb-bot', {
      slackApiUrl: slack.apiUrl,
      logger: silent(),
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 2 },
    });

    expect((await client.chat.postMessage({ channel: PROD, text: 'twice' })).ok).toBe(true);

    expect(slack.workspace.timeline.all(PROD).map(({ text }) => text)).toEqual(['twice', 'twice']);
  });

  it('cut a request before anything is done', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({
      target: 'slack',
      match: { path: 'chat.postMessage' },
      answer: { drop: 'request' },
      times: 1,
    });

    await expect(aClient(slack).chat.postMessage({ channel: PROD, text: 'never' })).rejects.toThrow(
      'fetch failed',
    );

    expect(slack.workspace.timeline.all(PROD)).toEqual([]);
    expect(slack.calls.of('chat.postMessage')).toMatchObject([{ error: 'fault' }]);
  });

  it('answer late what was done in time, answer for the method, and strike one actor alone', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    const impatient = new WebClient('xoxb-bot', {
      slackApiUrl: slack.apiUrl,
      logger: silent(),
      retryConfig: { retries: 0 },
      timeout: 100,
    });
    faults.add({ target: 'slack', match: { path: 'chat.postMessage' }, answer: { delayMs: 250 }, times: 1 });
    faults.add({
      target: 'slack',
      match: { path: 'chat.update' },
      answer: { body: { ok: false, error: 'edit_window_closed' } },
      times: 1,
      actor: 'drover',
    });
    faults.add({
      target: 'slack',
      match: { path: 'auth.test' },
      answer: { status: 503, body: 'try later' },
      actor: 'somebody else',
    });

    await expect(impatient.chat.postMessage({ channel: PROD, text: 'done' })).rejects.toThrow(
      'aborted due to timeout',
    );
    expect(slack.workspace.timeline.all(PROD)).toMatchObject([{ text: 'done' }]);
    const { ts } = slack.workspace.timeline.all(PROD)[0]!;
    await expect(aClient(slack).chat.update({ channel: PROD, ts, text: 'x' })).rejects.toMatchObject({
      data: { error: 'edit_window_closed' },
    });
    expect((await aClient(slack).chat.update({ channel: PROD, ts, text: 'x' })).ok).toBe(true);
    expect((await aClient(slack).auth.test()).ok).toBe(true);
  });

  it('may leave Retry-After out, which clients take for an error', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({ target: 'slack', match: { path: 'auth.test' }, answer: { status: 429 }, times: 1 });

    await expect(aClient(slack).auth.test()).rejects.toThrow('Retry header did not contain a valid timeout');
  });
});
