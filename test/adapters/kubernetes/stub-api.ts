import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import type { KubernetesConnection } from '../../../src/adapters/kubernetes/kubernetes-connection.ts';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** Answers one request; what it leaves open stays open. */
export type StubHandler = (request: StubRequest, response: ServerResponse) => void;

/** A server that behaves as badly as a test wants: what no API server would do, and what networks do. */
export interface StubApi {
  readonly connection: KubernetesConnection;
  readonly requests: StubRequest[];
  handler: StubHandler;
  /** TCP connections so far, and how many of them are closed. */
  connections(): number;
  closed(): number;
  close(): Promise<void>;
}

export async function startStubApi(handler: StubHandler): Promise<StubApi> {
  let connections = 0;
  let closed = 0;
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    const seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
    };
    requests.push(seen);
    request.resume();
    stub.handler(seen, response);
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('close', () => (closed += 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'stub-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, kubeconfig((server.address() as AddressInfo).port));
  const stub: StubApi = {
    connection: connectCluster({ kind: 'kubeconfig', file, context: undefined }, 'drover/0.1.0'),
    requests,
    handler,
    connections: () => connections,
    closed: () => closed,
    async close() {
      await stub.connection.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
  return stub;
}

function kubeconfig(port: number): string {
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  return JSON.stringify({
    'current-context': 'stub',
    clusters: [{ name: 'stub', cluster }],
    users: [{ name: 'stub', user: { token: 'stub-token' } }],
    contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'stub' } }],
  });
}

export function answerJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
