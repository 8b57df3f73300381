import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { mention } from '../../../src/sandbox/slack/hands/mention.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { sendAppRateLimited } from '../../../src/sandbox/slack/inbound/housekeeping.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aBoltApp } from './a-bolt-app.ts';
import { aClient, aSlack, eventually, PROD } from './a-slack.ts';

const COMMAND = { user: 'ann', channel: PROD, text: '/patch prod workers' };

describe('Socket Mode', () => {
  it('gives an address to the app token alone, good for one connection, which is greeted', async () => {
    const slack = await aSlack();
    const wrong = await aClient(slack)
      .apps.connections.open()
      .catch((error: { data: { error: string } }) => error.data.error);
    expect(wrong).toBe('not_allowed_token_type');
    const { url } = await aClient(slack, slack.app.appToken).apps.connections.open();

    const { frames } = await connect(url!);
    await eventually(() => frames.length === 1);

    expect(frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0DROVER000' },
    });
    await expect(connect(url!)).rejects.toThrow('403');
  });

  it('sends each envelope to one connection in turn, and keeps no more than ten', async () => {
    const slack = await aSlack();
    const sockets: Connection[] = [];
    for (let count = 1; count <= 11; count++) sockets.push(await aConnection(slack));

    await eventually(() => sockets[10]?.frames.some(({ reason }) => reason === 'too_many_websockets'));
    expect(slack.sockets.connections).toBe(10);
    const results = await Promise.all([slash(slack, COMMAND), slash(slack, COMMAND), slash(slack, COMMAND)]);

    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(
      sockets.map(({ frames }) => frames.filter(({ type }) => type === 'slash_commands').length),
    ).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('sends the same envelope twice when told to', async () => {
    const slack = await aSlack();
    const { frames } = await aConnection(slack);
    slack.courier.knobs.copies = 2;

    expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });

    const envelopes = await eventually(() => {
      const seen = frames.filter(({ type }) => type === 'slash_commands');
      return seen.length === 2 && seen;
    });
    expect(envelopes[0]).toEqual(envelopes[1]);
    const { id } = slack.courier.deliveries.at(-1)!;
    expect(envelopes[0]).toMatchObject({ envelope_id: id, accepts_response_payload: true });
  });

  it('sends an old envelope again, and late, when told to', async () => {
    const slack = await aSlack();
    const { frames } = await aConnection(slack);
    slack.courier.knobs.latencyMs = 100;
    const start = performance.now();
    const result = await slash(slack, COMMAND);
    if (!result.ok) throw new Error(result.error);

    expect(performance.now() - start).toBeGreaterThan(95);
    expect(await slack.courier.replay(result.deliveryId)).toMatchObject({ kind: 'acked' });
    const ids = frames.filter(({ type }) => type === 'slash_commands').map(({ envelope_id: id }) => id);
    expect(ids).toEqual([result.deliveryId, result.deliveryId]);
  });

  it('says dispatch_failed when nobody is connected', async () => {
    const slack = await aSlack();

    expect(await slash(slack, COMMAND)).toMatchObject({ ok: false, by: 'app', error: 'dispatch_failed' });
  });

  it('pings, and answers pings', async () => {
    const slack = await aSlack();
    const { socket } = await aConnection(slack);

    socket.ping('hi');
    const [data] = (await once(socket, 'pong')) as [Buffer];

    expect(data.toString()).toBe('hi');
  });

  it.each(['refresh_requested', 'link_disabled'] as const)(
    'lets Bolt come back after %s, and after a cut line',
    async (reason) => {
      const slack = await aSlack();
      await aBoltApp(slack, 'socket', (app) => {
        app.command('/patch', async ({ ack }) => ack());
      });

      slack.sockets.disconnect(reason);
      await eventually(() => slack.sockets.connections === 0);
      expect(await slash(slack, COMMAND)).toMatchObject({ ok: false });
      await eventually(() => slack.sockets.connections === 1);
      expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });

      slack.sockets.cut();
      await eventually(() => slack.sockets.connections === 0);
      await eventually(() => slack.sockets.connections === 1);
      expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });
    },
  );

  it('keeps TCP open for a while after the close handshake when told to', async () => {
    const slack = await aSlack();
    slack.sockets.slowCloseMs = 300;
    const { socket } = await aConnection(slack);
    const start = performance.now();

    slack.sockets.disconnect('refresh_requested');
    await once(socket, 'close');

    expect(performance.now() - start).toBeGreaterThan(250);
  });

  it('leaves a connection without hello when told to', async () => {
    const slack = await aSlack();
    slack.sockets.greets = false;
    const { url } = await aClient(slack, slack.app.appToken).apps.connections.open();
    const { frames } = await connect(url!);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });

    expect(frames).toEqual([]);
  });

  it('refuses the upgrade when a fault says so', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({ target: 'slack', match: { path: 'link' }, answer: { status: 503 }, times: 1 });
    const { url } = await aClient(slack, slack.app.appToken).apps.connections.open();

    await expect(connect(url!)).rejects.toThrow('503');
    const again = await aClient(slack, slack.app.appToken).apps.connections.open();
    expect((await connect(again.url!)).socket.readyState).toBe(WebSocket.OPEN);
  });

  it('repeats an event that nobody took when somebody is there again', async () => {
    const slack = await aSlack({
      app: { eventSubscriptions: ['app_mention'] },
      eventRetryDelaysMs: [0, 300],
    });
    mention(slack, { user: 'ann', channel: PROD, text: 'pause' });
    await eventually(() => slack.courier.deliveries[0]?.outcomes.length === 2);
    const { frames } = await aConnection(slack);

    const event = await eventually(() => frames.find(({ type }) => type === 'events_api'));

    expect(event).toMatchObject({
      retry_attempt: 2,
      retry_reason: 'connection_failed',
      payload: { event: { type: 'app_mention' } },
    });
  });

  it('sends app_rate_limited, which ends a Bolt 5.1 process that does nothing about it', async () => {
    const slack = await aSlack();
    const child = fork(
      new URL('bolt-process.ts', import.meta.url),
      [slack.apiUrl, slack.app.botToken, slack.app.appToken],
      { silent: true },
    );
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await eventually(() => slack.sockets.connections === 1, 10_000);

    const [outcome, [code]] = await Promise.all([
      sendAppRateLimited(slack),
      once(child, 'exit') as Promise<[number]>,
    ]);

    expect(outcome).toMatchObject({ kind: 'timed-out' });
    expect(code).toBe(1);
    expect(stderr).toContain("reading 'type'");
  });
});

interface Connection {
  readonly socket: WebSocket;
  readonly frames: Record<string, unknown>[];
}

/** A websocket that acknowledges every envelope. */
async function aConnection(slack: Slack): Promise<Connection> {
  const { url } = await aClient(slack, slack.app.appToken).apps.connections.open();
  const connection = await connect(url!);
  await eventually(() => connection.frames.length > 0);
  return connection;
}

async function connect(url: string): Promise<Connection> {
  const socket = new WebSocket(url);
  const frames: Record<string, unknown>[] = [];
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Record<string, unknown>;
    frames.push(frame);
    if (frame['envelope_id']) socket.send(JSON.stringify({ envelope_id: frame['envelope_id'], payload: {} }));
  });
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.on('error', reject);
  });
  return { socket, frames };
}
