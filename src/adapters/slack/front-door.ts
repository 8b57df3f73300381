import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Log } from '../../ports/log.ts';
import { NonceBook } from './nonce-book.ts';
import { readBody } from './read-body.ts';
import { readPayload } from './read-payload.ts';
import { startingAnswer } from './starting-answer.ts';
import { verifyRawRequest } from './verify-raw-request.ts';

/** Slack's largest requests are far smaller; the body is held in memory before its signature can be checked. */
export const BODY_MAX_BYTES = 256 * 1024;
/** Real ms for a whole request to come in. */
const REQUEST_TIMEOUT_MS = 10_000;
const FORM = 'application/x-www-form-urlencoded';

/** Slack's question whether the address is ours, asked when it is entered. */
const HANDSHAKE = 'url_verification';
/** What Bolt knows beside commands, clicks and events. Anything else it would leave without an answer for three seconds. */
const TAKEN_BY_BOLT = [
  HANDSHAKE,
  'view_submission',
  'view_closed',
  'shortcut',
  'message_action',
  'block_suggestion',
  'dialog_submission',
];

export interface FrontDoorOptions {
  /** `/slack/events`. */
  readonly path: string;
  readonly signingSecrets: readonly string[];
  readonly log: Log;
  /** Takes what was found genuine, with `rawBody` set. */
  readonly handOn: (request: IncomingMessage, response: ServerResponse) => void;
  /** Whether requests can be taken; while it is being closed, those that still come in can. */
  readonly isOpen: () => boolean;
  /** Whether new requests should be sent here. */
  readonly isReady: () => boolean;
  readonly onRefused: (reason: string) => void;
}

/**
 * The HTTP server in front of Bolt. It lets in what Slack signed, once: bodies within a limit, two-sided clock, two
 * secrets while one is changed, no replays; none of which Bolt's own check has.
 */
export function createFrontDoor(options: FrontDoorOptions): Server {
  const nonces = new NonceBook();
  const server = createServer((request, response) => {
    admit(request, response, options, nonces).catch((error: unknown) => {
      options.log.warn('A request ended before it was read', { message: String(error) });
      if (response.headersSent) response.destroy();
      else answer(response, 400);
    });
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

async function admit(
  request: IncomingMessage,
  response: ServerResponse,
  options: FrontDoorOptions,
  nonces: NonceBook,
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (request.method === 'GET' && path === '/healthz') return answerHealth(response, 200, options);
  if (request.method === 'GET' && path === '/readyz') {
    return answerHealth(response, options.isReady() ? 200 : 503, options);
  }
  if (path !== options.path) return answer(response, 404);
  if (request.method !== 'POST') return answer(response, 405);
  const body = await readBody(request, BODY_MAX_BYTES);
  if (body === 'too-large') return refuse(response, 413, 'too-large', options);
  if (isSslCheck(request, body)) return answer(response, 200);
  check(request, response, body, options, nonces);
}

function check(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  options: FrontDoorOptions,
  nonces: NonceBook,
): void {
  const now = Date.now();
  const text = body.toString();
  const signature = headerOf(request, 'x-slack-signature');
  const signed = { body: text, timestamp: headerOf(request, 'x-slack-request-timestamp'), signature };
  const verification = verifyRawRequest(signed, options.signingSecrets, now);
  if (verification !== 'genuine') return refuse(response, 401, verification, options);
  const payload = readPayload(text);
  const type = payload.kind === 'other' ? payload.type : undefined;
  if (payload.kind === 'refused' || (type !== undefined && !TAKEN_BY_BOLT.includes(type))) {
    return refuse(response, 400, 'malformed', options);
  }
  const handshake = type === HANDSHAKE;
  if (!options.isOpen() && !handshake) return startingAnswer(response, payload.kind);
  if (!nonces.isNew(signature, now)) return replayed(request, response, options);
  // Bolt knows a form only by this exact type; a proxy on the way may have named a charset.
  const isForm = (request.headers['content-type'] ?? '').startsWith(FORM);
  if (isForm) request.headers['content-type'] = FORM;
  options.handOn(Object.assign(request, { rawBody: body }), response);
}

/** Slack sending again what we took already is told that all is well; anybody else is not. */
function replayed(request: IncomingMessage, response: ServerResponse, options: FrontDoorOptions): void {
  if (headerOf(request, 'x-slack-retry-num') !== '') return answer(response, 200);
  return refuse(response, 401, 'replayed', options);
}

/** Slack's own test of the certificate has no signature. It is answered and never read further (security T2). */
function isSslCheck(request: IncomingMessage, body: Buffer): boolean {
  const type = request.headers['content-type'] ?? '';
  return type.startsWith(FORM) && new URLSearchParams(body.toString()).get('ssl_check') === '1';
}

function refuse(response: ServerResponse, status: number, reason: string, options: FrontDoorOptions): void {
  options.log.warn('Refused a request to the Slack endpoint', { status, reason });
  options.onRefused(reason);
  if (status === 413) response.setHeader('connection', 'close');
  answer(response, status, `refused: ${reason}`);
}

function answerHealth(response: ServerResponse, status: number, options: FrontDoorOptions): void {
  answer(response, status, options.isReady() ? 'ready' : 'not ready');
}

function answer(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, text === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
