import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrometheusClient } from '../../../src/adapters/metrics/prometheus-client.ts';
import type { PrometheusLogin } from '../../../src/adapters/metrics/prometheus-settings.ts';
import { prometheusSettings } from './prometheus-settings.ts';

const ONE = JSON.stringify({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [1, '1'] }] },
});

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('questions to Prometheus', () => {
  let server: Server;
  let url: string;
  let folder: string;
  let asked: Asked[];
  let answers: boolean;

  beforeEach(async () => {
    asked = [];
    answers = true;
    folder = mkdtempSync(join(tmpdir(), 'login-'));
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        asked.push({ url: request.url ?? '', headers: request.headers, body });
        if (answers) response.end(ONE);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/prometheus/`;
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('go to the API below its path, with a tenant where there is one', async () => {
    await ask({ kind: 'none' }, 'team-a');

    expect(asked[0]).toMatchObject({
      url: '/prometheus/api/v1/query',
      headers: { 'x-scope-orgid': 'team-a' },
    });
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      query: 'vector(1)',
      time: '12.5',
      partial_response: 'false',
    });
  });

  it('prove who asks by a token that is read anew each time', async () => {
    const login = { kind: 'bearer', tokenFile: join(folder, 'token') } as const;
    writeFileSync(login.tokenFile, 'first\n');
    await ask(login);
    writeFileSync(login.tokenFile, 'second\n');
    await ask(login);

    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('prove who asks by user and password', async () => {
    const login = { kind: 'basic', user: 'drover', passwordFile: join(folder, 'password') } as const;
    writeFileSync(login.passwordFile, 'ümlaut');
    await ask(login);

    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('drover:ümlaut').toString('base64')}`);
  });

  it('are signed for Amazon Managed Service for Prometheus', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI');
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');
    await ask({ kind: 'sigv4', region: 'eu-central-1' });

    expect(asked[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/aps\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
    );
    expect(asked[0]?.headers['x-amz-security-token']).toBe('session');
  });

  it('that are not answered in time, or by nobody, or whose secret is missing, are errors', async () => {
    answers = false;
    const silent = await ask({ kind: 'none' });
    const nobody = await ask({ kind: 'none' }, undefined, 'http://127.0.0.1:1');
    const secretless = await ask({ kind: 'bearer', tokenFile: join(folder, 'nothing') });

    expect([silent, nobody, secretless]).toEqual([
      { kind: 'error', why: expect.stringContaining('does not answer') },
      { kind: 'error', why: expect.stringContaining('ECONNREFUSED') },
      { kind: 'error', why: expect.stringContaining('ENOENT') },
    ]);
  });

  async function ask(
    login: PrometheusLogin,
    tenant?: string,
    at = url,
  ): ReturnType<PrometheusClient['instant']> {
    const settings = prometheusSettings(at, { tenant, login });
    const client = new PrometheusClient(settings, 'drover/test', 300);
    try {
      return await client.instant('vector(1)', 12.5);
    } finally {
      await client.close();
    }
  }
});
