import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, internal } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import type { User } from '../users.ts';
import type { RequestInfo } from './request-info.ts';

/** One request on its way through the server, with what is known of it so far. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly info: RequestInfo;
  /** Told to the client in Warning headers. */
  readonly warnings: string[];
  /** What came of it, for the record of effects; filled in by those who carry it out. */
  readonly outcome: { isDryRun: boolean; name: string; created: KubeObject | undefined };
}

/** An answer that is sent at once. Lists and watches write for themselves. */
export interface Answer {
  readonly code: number;
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body that is already written as it goes over the wire. */
export class WireBody {
  readonly parts: readonly Uint8Array[];

  constructor(parts: readonly Uint8Array[]) {
    this.parts = parts;
  }
}

export const JSON_TYPE = 'application/json';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

export function refusalOf(error: unknown): Answer {
  const refusal = error instanceof ApiError ? error : unexpected(error);
  const seconds = refusal.status.details?.retryAfterSeconds;
  return {
    code: refusal.code,
    body: refusal.status,
    ...(seconds ? { headers: { 'retry-after': String(seconds) } } : {}),
  };
}

/** A fault of the sandbox itself: the client is told, with the place, because nobody else would be. */
function unexpected(error: unknown): ApiError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return internal(`the sandbox's API server failed: ${text}`);
}

export function send({ response, warnings }: Pick<Exchange, 'response' | 'warnings'>, answer: Answer): void {
  if (response.destroyed) return;
  const parts = bytesOf(answer.body);
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  response.writeHead(answer.code, {
    'content-type': answer.contentType ?? JSON_TYPE,
    'cache-control': 'no-cache, private',
    'content-length': length,
    ...(warnings.length > 0 ? { warning: warningHeader(warnings) } : {}),
    ...answer.headers,
  });
  response.cork();
  for (const part of parts) response.write(part);
  response.uncork();
  response.end();
}

function warningHeader(warnings: readonly string[]): string {
  return warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ');
}

function bytesOf(body: unknown): readonly Uint8Array[] {
  if (body instanceof WireBody) return body.parts;
  return [Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))];
}
