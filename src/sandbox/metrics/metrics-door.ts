import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer } from './answer-query.ts';
import type { MetricsTrouble } from './metrics-trouble.ts';

export interface DoorParts {
  /** The exposition of all pods, in OpenMetrics. */
  readonly expose: () => string;
  readonly answer: (path: string, parameters: URLSearchParams) => Promise<HttpAnswer>;
  readonly trouble: MetricsTrouble;
}

export interface MetricsDoor {
  readonly url: string;
  close(): Promise<void>;
}

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** The HTTP server of the world's metrics: what pods expose at `/metrics`, and questions about it at `/api/v1/query`. */
export async function openMetricsDoor(parts: DoorParts, port = 0): Promise<MetricsDoor> {
  let lies = 0;
  const server = createServer((request, response) => {
    void serve(parts, request, response, () => lies++).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  { expose, answer, trouble }: DoorParts,
  request: IncomingMessage,
  response: ServerResponse,
  nextLie: () => number,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://metrics');
  if (url.pathname === '/metrics') {
    if (trouble.now === 'stale') {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': OPEN_METRICS }).end(expose());
    return;
  }
  if (trouble.now === 'down') {
    request.socket.destroy();
    return;
  }
  const body = await bodyOf(request);
  const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
  const isOnline = (parameters.get('query') ?? '').startsWith('vector(');
  const told = trouble.now === 'lies' && !isOnline ? lie(nextLie()) : await answer(url.pathname, parameters);
  response
    .writeHead(told.status, { 'content-type': 'application/json' })
    .end(typeof told.body === 'string' ? told.body : JSON.stringify(told.body));
}

const BODY_MAX = 1_000_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MAX) throw new Error('the body is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Answers of a form that is right, and that mean nothing. */
function lie(turn: number): HttpAnswer {
  const at = Date.now() / 1_000;
  const results = [
    [{ metric: {}, value: [at, 'NaN'] }],
    [
      { metric: { replica: 'a' }, value: [at, '1000'] },
      { metric: { replica: 'b' }, value: [at, '1001'] },
    ],
    [],
  ];
  return {
    status: 200,
    body: { status: 'success', data: { resultType: 'vector', result: results[turn % results.length] } },
  };
}
