import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { aSlack, ANN, PROD } from '../../sandbox/slack/a-slack.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import type { RunningGateway } from './a-gateway.ts';
import { aGateway } from './a-gateway.ts';
import { aCommand, form, signed } from './a-signed-request.ts';

const FORM = 'application/x-www-form-urlencoded';

async function post(
  gateway: RunningGateway,
  body: string,
  headers: Record<string, string> = {},
  path = '/slack/events',
) {
  const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': FORM, ...headers },
  });
  return { status: response.status, text: await response.text() };
}

/** Headers of Slack for a body; `at`: when it was signed, epoch ms. */
function signature(body: string, at = Date.now(), secret = 'a-signing-secret'): Record<string, string> {
  const { timestamp, signature: digest } = signed(body, { at, secret });
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': digest };
}

const MINUTE = 60_000;
const body = form(aCommand());

describe('the front door', () => {
  it('lets nothing in that Slack did not sign', async () => {
    const gateway = await aGateway(await aSlack(), 'http');

    expect(await post(gateway, body)).toMatchObject({ status: 401 });
    expect(await post(gateway, body, signature(body, Date.now(), 'another-secret'))).toMatchObject({
      status: 401,
    });
    expect(await post(gateway, `${body}&text=other`, signature(body))).toMatchObject({ status: 401 });
    expect(gateway.inbox.taken).toEqual([]);
    expect(gateway.refusals).toEqual(['forged', 'forged', 'forged']);
  });

  it('lets nothing in that was signed too long ago, or in the future', async () => {
    const gateway = await aGateway(await aSlack(), 'http');

    expect(await post(gateway, body, signature(body, Date.now() - 6 * MINUTE))).toMatchObject({
      status: 401,
      text: 'refused: stale',
    });
    expect(await post(gateway, body, signature(body, Date.now() + 60 * MINUTE))).toMatchObject({
      status: 401,
      text: 'refused: future',
    });
    expect(gateway.inbox.taken).toEqual([]);
  });

  it('lets a signed request in once, however often it is sent', async () => {
    const gateway = await aGateway(await aSlack(), 'http');
    const headers = signature(body);

    const answers = await Promise.all([
      post(gateway, body, headers),
      post(gateway, body, headers),
      post(gateway, body, headers),
    ]);

    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 401, 401,
    ]);
    expect(gateway.inbox.taken).toHaveLength(1);
    expect(gateway.refusals).toEqual(['replayed', 'replayed']);
  });

  it('tells Slack that all is well when Slack itself sends a request again', async () => {
    const gateway = await aGateway(await aSlack(), 'http');
    const headers = signature(body);

    await post(gateway, body, headers);

    expect(await post(gateway, body, { ...headers, 'x-slack-retry-num': '1' })).toEqual({
      status: 200,
      text: '',
    });
    expect(gateway.inbox.taken).toHaveLength(1);
  });

  it('takes requests signed with either of two secrets while one is being changed', async () => {
    const slack = await aSlack();
    const transport = {
      kind: 'http',
      signingSecrets: ['the-new-one', slack.app.signingSecret],
      port: 0,
      host: '127.0.0.1',
    } as const;
    const gateway = await aGateway(slack, 'http', { transport });
    const other = form(aCommand({ text: 'status' }));

    expect(await post(gateway, body, signature(body))).toMatchObject({ status: 200 });
    expect(await post(gateway, other, signature(other, Date.now(), 'the-new-one'))).toMatchObject({
      status: 200,
    });
    expect(gateway.inbox.taken).toHaveLength(2);
  });

  it('answers a test of the certificate and reads no further, whatever is smuggled in with it', async () => {
    const gateway = await aGateway(await aSlack(), 'http');

    expect(await post(gateway, `ssl_check=1&${body}`)).toEqual({ status: 200, text: '' });
    expect(await post(gateway, `${body}&ssl_check=1`, signature(`${body}&ssl_check=1`))).toEqual({
      status: 200,
      text: '',
    });
    expect(await post(gateway, `ssl_check=0&${body}`)).toMatchObject({ status: 401 });
    expect(await post(gateway, `ssl_check[]=1&${body}`)).toMatchObject({ status: 401 });
    expect(gateway.inbox.taken).toEqual([]);
  });

  it('refuses a body of 2 MB before it has read it, and a hundred of them at once, without keeping them', async () => {
    const gateway = await aGateway(await aSlack(), 'http');
    const large = 'a'.repeat(2 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;

    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => startPosting(gateway, large.length)),
    );

    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 413']));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    expect(gateway.inbox.taken).toEqual([]);
  });

  it('refuses a body that grows beyond the limit though no length was announced', async () => {
    const gateway = await aGateway(await aSlack(), 'http');
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });

    const status = await fetch(`http://127.0.0.1:${gateway.port}/slack/events`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit).then(
      (response) => response.status,
      () => 413,
    );

    expect(status).toBe(413);
    expect(gateway.refusals).toEqual(['too-large']);
  });

  it('answers signed nonsense as such, and lives on', async () => {
    const gateway = await aGateway(await aSlack(), 'http');

    for (const nonsense of [
      'payload=null',
      'payload=%5B%5D',
      'null',
      '[]',
      '{"a":',
      'payload=%7B',
      `a=1&a=2`,
      `payload=${'['.repeat(50_000)}`,
    ]) {
      expect(await post(gateway, nonsense, signature(nonsense))).toMatchObject({ status: 400 });
    }
    expect(await post(gateway, body, signature(body))).toMatchObject({ status: 200 });
  });

  it('takes a form whose type was given a charset on the way', async () => {
    const gateway = await aGateway(await aSlack(), 'http');

    expect(
      await post(gateway, body, { ...signature(body), 'content-type': `${FORM}; charset=utf-8` }),
    ).toMatchObject({ status: 200 });
    expect(gateway.inbox.taken).toHaveLength(1);
  });

  it('has nothing at other addresses, and tells its health', async () => {
    const gateway = await aGateway(await aSlack(), 'http');
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${gateway.port}${path}`)).status;

    expect(await post(gateway, body, signature(body), '/slack/other')).toMatchObject({ status: 404 });
    expect(await get('/slack/events')).toBe(405);
    expect(await get('/healthz')).toBe(200);
    expect(await get('/readyz')).toBe(200);
  });

  it('takes what the real thing sends', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, 'http');

    expect(await slash(slack, { user: 'ann', channel: PROD, text: '/patch prod workers' })).toMatchObject({
      ok: true,
    });
    expect(gateway.items()).toMatchObject([
      { kind: 'command', text: 'prod workers', sender: { userId: ANN }, channel: PROD },
    ]);
  });
});

/** Sends the head of a request with this length and the first bytes of its body; answers the status line. */
async function startPosting({ port }: RunningGateway, length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: port ?? 0, host: '127.0.0.1' });
    socket.on('error', reject);
    socket.on('data', (data) => {
      resolve(data.toString().slice(0, 12));
      socket.destroy();
    });
    socket.write(
      `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: ${length}\r\n\r\n${'a'.repeat(1_000)}`,
    );
  });
}
