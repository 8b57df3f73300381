import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Listener {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** What the next requests are answered, in turn; then 200. `echo` answers a challenge. */
  readonly answers: { status: number; headers?: Record<string, string>; body?: string; delayMs?: number }[];
}

/** An HTTP server in the place of an app, which writes down what Slack sends. It echoes challenges. */
export async function aListener(): Promise<Listener> {
  const heard: Heard[] = [];
  const answers: Listener['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      heard.push({ headers: request.headers, body, at: performance.now() });
      const {
        status,
        headers = {},
        body: said = challengeOf(body),
        delayMs = 0,
      } = answers.shift() ?? { status: 200 };
      setTimeout(() => {
        if (!response.destroyed) response.writeHead(status, headers).end(said);
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, heard, answers };
}

function challengeOf(body: string): string {
  try {
    return String((JSON.parse(body) as { challenge?: string }).challenge ?? '');
  } catch {
    return '';
  }
}
