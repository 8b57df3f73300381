import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sslCheck } from '../../../src/sandbox/slack/inbound/housekeeping.ts';
import { setRequestUrl } from '../../../src/sandbox/slack/inbound/set-request-url.ts';
import { mention } from '../../../src/sandbox/slack/hands/mention.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { aBoltApp } from './a-bolt-app.ts';
import { aListener } from './a-listener.ts';
import { aSlack, eventually, PROD } from './a-slack.ts';

const COMMAND = { user: 'ann', channel: PROD, text: '/patch prod workers' };

describe('signed requests', () => {
  it('carry Slack’s headers, an exact content type and a signature over the raw body', async () => {
    const slack = await aSlack();
    const app = await aListener();
    await setRequestUrl(slack, app.url);

    await slash(slack, COMMAND);

    const [, { headers, body }] = app.heard as [unknown, { headers: Record<string, string>; body: string }];
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(headers['user-agent']).toContain('Slackbot');
    const timestamp = headers['x-slack-request-timestamp']!;
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3);
    const digest = createHmac('sha256', 'a-signing-secret').update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
  });

  it('are refused by Bolt when the signature is wrong, missing or short, or the time long past', async () => {
    const slack = await aSlack();
    const calls: string[] = [];
    await aBoltApp(slack, 'http', (bolt) => {
      bolt.command('/patch', async ({ ack, command }) => {
        calls.push(command.text);
        await ack();
      });
    });

    const { knobs } = slack.courier;
    for (const change of [
      { signature: 'wrong' },
      { signature: 'missing' },
      { signature: 'short' },
      { clockSkewSeconds: -301 },
    ] as const) {
      const healthy = { ...knobs };
      Object.assign(knobs, change);
      expect(await slash(slack, COMMAND)).toMatchObject({ ok: false, by: 'app', error: 'dispatch_failed' });
      Object.assign(knobs, healthy);
    }

    expect(calls).toEqual([]);
    expect(slack.courier.deliveries.at(-1)?.outcomes).toMatchObject([
      { kind: 'failed', reason: 'http_error', status: 401 },
    ]);
  });

  it('may come from the future or come again: Bolt alone does not notice', async () => {
    const slack = await aSlack();
    const calls: string[] = [];
    await aBoltApp(slack, 'http', (bolt) => {
      bolt.command('/patch', async ({ ack, command }) => {
        calls.push(command.trigger_id);
        await ack();
      });
    });
    slack.courier.knobs.clockSkewSeconds = 3_600;
    await slash(slack, COMMAND);
    slack.courier.knobs.clockSkewSeconds = 0;
    const { id } = slack.courier.deliveries.at(-1)!;

    expect(await slack.courier.replay(id)).toMatchObject({ kind: 'acked' });
    expect(await slack.courier.replay(id, { signature: 'wrong' })).toMatchObject({
      kind: 'failed',
      status: 401,
    });
    expect(await slack.courier.replay('unknown')).toBe('no_such_delivery');

    expect(calls).toHaveLength(2);
    expect(new Set(calls).size).toBe(1);
  });

  it('come again byte for byte, with the old signature and time', async () => {
    const slack = await aSlack();
    const app = await aListener();
    await setRequestUrl(slack, app.url);
    slack.courier.knobs.clockSkewSeconds = -100;
    await slash(slack, COMMAND);
    slack.courier.knobs.clockSkewSeconds = 0;

    await slack.courier.replay(slack.courier.deliveries.at(-1)!.id);

    const [, first, again] = app.heard;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers).toEqual(first?.headers);
  });

  it('come twice at once when told to', async () => {
    const slack = await aSlack();
    const app = await aListener();
    await setRequestUrl(slack, app.url);
    slack.courier.knobs.copies = 2;

    await slash(slack, COMMAND);

    expect(app.heard).toHaveLength(3);
    expect(app.heard[1]?.body).toBe(app.heard[2]?.body);
    expect(app.heard[1]?.headers['x-slack-signature']).toBe(app.heard[2]?.headers['x-slack-signature']);
  });

  it('are answered to the person as the app answers: text, failure, silence, a lost answer', async () => {
    const slack = await aSlack();
    const app = await aListener();
    await setRequestUrl(slack, app.url);

    app.answers.push(
      { status: 500 },
      { status: 200, body: 'plain text' },
      { status: 200, body: 'late', delayMs: 1_400 },
    );
    const failed = await slash(slack, COMMAND);
    const text = await slash(slack, COMMAND);
    const late = await slash(slack, COMMAND);
    slack.courier.knobs.loseAnswers = true;
    const lost = await slash(slack, COMMAND);

    expect(failed).toMatchObject({
      ok: false,
      error: 'dispatch_failed',
      sees: '/patch failed with the error "dispatch_failed"',
    });
    expect(text).toMatchObject({ ok: true, answered: { ephemeral: true } });
    expect(late).toMatchObject({ ok: false, error: 'operation_timeout' });
    expect(lost).toMatchObject({ ok: false, error: 'operation_timeout' });
    expect(app.heard).toHaveLength(5);
  });
});

describe('the request URL', () => {
  it('is switched to only if it echoes the challenge, and away again at any time', async () => {
    const slack = await aSlack();
    const app = await aListener();
    app.answers.push({ status: 200, body: 'what?' });

    expect(await setRequestUrl(slack, app.url)).toEqual({ ok: false, error: 'url_not_verified' });
    expect(await setRequestUrl(slack, 'nonsense')).toEqual({ ok: false, error: 'invalid_url' });
    expect(await setRequestUrl(slack, 'http://127.0.0.1:1/none')).toEqual({
      ok: false,
      error: 'url_not_verified',
    });
    expect(slack.courier.requestUrl).toBeUndefined();
    expect(await setRequestUrl(slack, app.url)).toEqual({ ok: true, mode: 'http' });
    expect(await setRequestUrl(slack, undefined)).toEqual({ ok: true, mode: 'socket' });
    expect(await slash(slack, COMMAND)).toMatchObject({ ok: false, error: 'dispatch_failed' });
  });

  it('is asked for ssl_check without a listener being called', async () => {
    const slack = await aSlack();
    let calls = 0;
    await aBoltApp(slack, 'http', (bolt) => {
      bolt.use(async ({ next }) => {
        calls += 1;
        await next();
      });
    });

    slack.courier.knobs.signature = 'missing';
    expect(await sslCheck(slack)).toMatchObject({ kind: 'acked', body: undefined });
    expect(calls).toBe(0);
  });
});

describe('events', () => {
  it('are sent again until they are taken, with headers that say so', async () => {
    const slack = await aSlack({ app: { eventSubscriptions: ['app_mention'] } });
    const app = await aListener();
    await setRequestUrl(slack, app.url);
    app.answers.push({ status: 500 }, { status: 200, delayMs: 1_400 }, { status: 503 });

    mention(slack, { user: 'ann', channel: PROD, text: '@drover pause' });
    await eventually(() => slack.courier.deliveries.at(-1)?.outcomes.at(-1)?.kind === 'acked');

    const [, first, ...again] = app.heard;
    expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(first?.headers).not.toHaveProperty('x-slack-retry-num');
    expect(JSON.parse(first!.body)).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_mention', text: '<@U0DROVER000> pause' },
    });
    expect(
      again.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]),
    ).toEqual([
      ['1', 'http_error'],
      ['2', 'http_timeout'],
      ['3', 'http_error'],
    ]);
    expect(new Set(app.heard.slice(1).map(({ body }) => body)).size).toBe(1);
  });

  it('are given up after the third repetition, or when the app asks for that', async () => {
    const slack = await aSlack({ app: { eventSubscriptions: ['app_mention'] } });
    const app = await aListener();
    await setRequestUrl(slack, app.url);
    const say = (text: string): Promise<unknown> =>
      eventually(() => {
        if (text !== '') mention(slack, { user: 'ann', channel: PROD, text });
        text = '';
        const delivery = slack.courier.deliveries.at(-1);
        return delivery?.payload['event'] !== undefined && delivery.outcomes.at(-1)?.kind;
      });
    app.answers.push(...Array.from({ length: 4 }, () => ({ status: 500 })));

    await say('@drover one');
    await eventually(() => app.heard.length === 5);
    app.answers.push({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await say('@drover two');
    await new Promise((resolve) => {
      setTimeout(resolve, 150);
    });

    expect(app.heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      undefined,
      '1',
      '2',
      '3',
      undefined,
    ]);
    expect(app.heard.slice(2, 5).map(({ headers }) => headers['x-slack-retry-reason'])).toEqual([
      'http_error',
      'http_error',
      'http_error',
    ]);
  });
});
