import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isJsonObject } from '../state/json-object.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Outcome, SignedRequest } from './delivery.ts';

/** Apps answer with a message or a view at most. */
const ANSWER_BYTES_MAX = 1024 * 1024;

/** Posts to the app, on a connection of its own, and waits no longer than `limitMs`. */
export async function postRequest(
  url: string,
  { body, headers }: SignedRequest,
  limitMs: number,
): Promise<Outcome> {
  const start = performance.now();
  return new Promise<Outcome>((resolve) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const length = String(Buffer.byteLength(body));
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': length, connection: 'close' },
    });
    const timer = setTimeout(() => {
      resolve({ kind: 'timed-out', tookMs: performance.now() - start });
      request.destroy();
    }, limitMs);
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    request.on('error', () => settle({ kind: 'failed', reason: 'connection_failed' }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) request.destroy();
        else chunks.push(chunk);
      });
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        const noRetry = response.headers['x-slack-no-retry'] === '1';
        if (status < 200 || status > 299) settle({ kind: 'failed', reason: 'http_error', status, noRetry });
        else
          settle({
            kind: 'acked',
            body: parsed(Buffer.concat(chunks).toString()),
            tookMs: performance.now() - start,
          });
      });
    });
    request.end(body);
  });
}

/** JSON is an answer, any other text is a message to the person. */
function parsed(text: string): JsonObject | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // It is text, as it stands.
  }
  return { text };
}
