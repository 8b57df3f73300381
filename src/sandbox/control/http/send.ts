import type { IncomingMessage, ServerResponse } from 'node:http';
import { ControlError } from './control-error.ts';

/** Only what this server itself serves may run or be loaded: a message with a strange address in it stays a message. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/**
 * 4xx for what the caller can put right; anything else is a fault of the sandbox, told with its place. To the page a refusal
 * is a 200 with `refused`: a browser writes every 4xx into its console as an error, and a refusal that belongs to the story
 * (four eyes) is none.
 */
export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!(error instanceof ControlError)) {
    const place = error instanceof Error ? (error.stack ?? error.message) : String(error);
    sendJson(response, 500, { error: `the sandbox itself failed: ${place}` });
    return;
  }
  const { status, message, details } = error;
  const isPage = request.headers['x-sandbox-page'] !== undefined;
  sendJson(response, isPage ? 200 : status, {
    error: message,
    ...details,
    ...(isPage ? { refused: status } : {}),
  });
}
