import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthListener {
  readonly port: number;
  /** From now on `/readyz` says yes, or no again. */
  setReady(ready: boolean): void;
  close(): Promise<void>;
}

/** A probe waits no longer than this, real ms. */
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Answers the kubelet of a role that has no port of its own: `GET /healthz` while the process gets round to it, `GET
 * /readyz` while it is ready. Says nothing else to anybody. `port` 0: any free one.
 */
export async function listenForHealth(port: number): Promise<HealthListener> {
  let ready = false;
  const server = createServer((request, response) => answer(request, response, ready));
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
  return {
    // A server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    setReady: (value) => {
      ready = value;
    },
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ method, url }: IncomingMessage, response: ServerResponse, ready: boolean): void {
  const isAsked = method === 'GET' && (url === '/healthz' || url === '/readyz');
  const status = !isAsked ? 404 : url === '/readyz' && !ready ? 503 : 200;
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
  response.end(status === 200 ? 'ok\n' : 'no\n');
}
