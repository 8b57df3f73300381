import { createSecureServer } from 'node:http2';
import type { Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KubernetesConnection } from '../../../src/adapters/kubernetes/kubernetes-connection.ts';
import { makeServerIdentity } from '../../../src/sandbox/kubernetes/tls/certificates.ts';

/** Longer than connections may idle, shorter than a call's deadline. */
const IDLE_MS = 6_500;

describe('connections to an API server that speaks HTTP/2 and keeps them for long', () => {
  let server: Http2SecureServer;
  let connection: KubernetesConnection;
  const versions: string[] = [];
  let open = 0;

  beforeAll(async () => {
    const { certificatePem, keyPem, caPem } = await makeServerIdentity(['127.0.0.1']);
    server = createSecureServer(
      { cert: certificatePem, key: keyPem, allowHTTP1: true },
      (request, response) => {
        versions.push(request.httpVersion);
        const proposed = request.httpVersion === '1.1' ? { 'keep-alive': 'timeout=600' } : {};
        response.writeHead(200, proposed);
        response.end('{}');
      },
    );
    server.on('secureConnection', (socket) => {
      open += 1;
      socket.on('close', () => (open -= 1));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        name: 'c',
        server: `https://127.0.0.1:${port}`,
        caData: Buffer.from(caPem).toString('base64'),
        skipTLSVerify: false,
      },
      { name: 'u', token: 't' },
    );
    connection = new KubernetesConnection(() => config, 'drover/0.1.0');
  });

  afterAll(async () => {
    await connection.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are HTTP/1.1, so that the socket of a call can be cut at its deadline', async () => {
    await call();
    expect(versions).toEqual(['1.1']);
  });

  it('do not idle for longer than a call may take', async () => {
    await Promise.all([call(), call(), call()]);
    expect(open).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    expect(open).toBe(0);
  });

  async function call(): Promise<void> {
    await connection.call('version', async (attempt) => {
      const { body } = await attempt.get('/version');
      await body.text();
    });
  }
});
