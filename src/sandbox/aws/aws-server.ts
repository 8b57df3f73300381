import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as realSleep } from 'node:timers/promises';
import type { EffectLog } from '../effects.ts';
import type { FaultBook } from '../faults.ts';
import type { Cloud } from './cloud/cloud.ts';
import { authenticateToken, type EksAuthentication } from './eks/authenticate-token.ts';
import { type AwsWorld, handleRequest } from './handle-request.ts';
import { PolicyUsage } from './iam/policy-usage.ts';
import { type Principal, PrincipalBook } from './iam/principal.ts';
import type { HttpRequest } from './wire/http-exchange.ts';

export interface AwsOptions {
  readonly cloud: Cloud;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly principals: readonly Principal[] | PrincipalBook;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
}

export interface AwsServer {
  /** `http://127.0.0.1:port`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly principals: PrincipalBook;
  /** Which statement allowed what to whom. */
  readonly usage: PolicyUsage;
  /** Who an EKS token belongs to in a cluster, for the cluster's API server. */
  authenticateEksToken(token: string, clusterName: string): EksAuthentication;
  close(): Promise<void>;
}

/** No request of these services is nearly as large. */
const BODY_BYTES_MAX = 1_048_576;

/** All services behind one address on loopback. */
export async function startAws(options: AwsOptions): Promise<AwsServer> {
  const { cloud, effects, faults } = options;
  const principals =
    options.principals instanceof PrincipalBook ? options.principals : new PrincipalBook(options.principals);
  const usage = new PolicyUsage();
  const world: AwsWorld = { cloud, effects, faults, principals, usage };
  const server = createServer((request, response) => {
    serve(request, response, world).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the AWS server has no address');
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    principals,
    usage,
    authenticateEksToken: (token, clusterName) =>
      authenticateToken(token, clusterName, { cloud, principals, endpoint, now: Date.now() }),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, world: AwsWorld): Promise<void> {
  const handled = handleRequest(await readRequest(request), world);
  if (handled.delayMs > 0) await realSleep(handled.delayMs);
  if (handled.kind === 'cut') {
    request.socket.destroy();
    return;
  }
  const { status, headers, body } = handled.answer;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) throw new Error('the request is not read as bytes');
    length += chunk.length;
    if (length > BODY_BYTES_MAX) throw new Error('the request is too large');
    chunks.push(chunk);
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return { method: request.method ?? 'GET', path, query, headers, body: Buffer.concat(chunks) };
}
