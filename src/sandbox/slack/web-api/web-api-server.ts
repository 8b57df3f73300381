import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAnswer, FaultBook } from '../../faults.ts';
import { answerResponseUrl } from '../inbound/answer-response-url.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Answer } from './answer.ts';
import { answerCall, callerOf, METHODS } from './answer-call.ts';
import type { ParsedArguments } from './arguments.ts';
import { Arguments, parseArguments } from './arguments.ts';
import type { CallLog } from './call-log.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Files included. A larger body ends the connection. */
const BODY_BYTES_MAX = 32 * 1024 * 1024;

export interface WebApiDependencies {
  readonly slack: SlackParts;
  readonly faults: FaultBook;
  readonly limiter: RateLimiter;
  readonly calls: CallLog;
}

/** All that is to be sent for one request. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `POST /api/<method>` (GET will do too), the upload addresses, files, and the response_url addresses. */
export async function answerRequest(
  deps: WebApiDependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://slack');
  const body = await readBody(request);
  if (!body) {
    send(response, { status: 413, body: '' });
    request.destroy();
    return;
  }
  const [, area = '', name = ''] = url.pathname.split('/');
  switch (area) {
    case 'api':
      await answerMethod(deps, request, response, { name, query: url.searchParams, body });
      return;
    case 'response':
      await underFaults(deps, response, 'response_url', deps.slack.workspace.bot.name, () =>
        answerResponseUrl(deps.slack, name, body.toString()),
      );
      return;
    case 'upload':
      await underFaults(deps, response, 'upload', deps.slack.workspace.bot.name, () =>
        upload(deps.slack, name, request, body),
      );
      return;
    case 'files':
      sendFile(deps.slack, response, request, name);
      return;
    default:
      send(response, { status: 404, body: 'not found' });
  }
}

interface MethodRequest {
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

async function answerMethod(
  deps: WebApiDependencies,
  request: IncomingMessage,
  response: ServerResponse,
  { name, query, body }: MethodRequest,
): Promise<void> {
  const { slack, limiter, calls } = deps;
  const parsed = await parseArguments(request.headers, query, body);
  const args = parsed.ok ? parsed.args : new Arguments({});
  const owner = callerOf(slack, request.headers, args);
  const log = (status: number, error: string | undefined): void => {
    const { token: _, ...shown } = args.values;
    calls.record({ method: name, args: shown, at: Date.now(), status, error });
  };
  const reply = (): Reply => {
    const wait = owner ? limiter.retryAfter(name, args.text('channel')) : undefined;
    if (wait !== undefined) {
      log(429, 'ratelimited');
      return tooMany(String(wait));
    }
    const answer = parsed.ok
      ? answerCall(slack, name, request.headers, args)
      : { ok: false as const, error: parsed.error };
    log(200, answer.ok ? undefined : answer.error);
    return inJson(answer, parsed, name, owner?.scopes ?? []);
  };
  await underFaults(deps, response, name, owner?.name ?? '', reply, (struck) =>
    log(struck.status ?? 0, 'fault'),
  );
}

/** Does what the request asks, unless a fault strikes; an answer may be late or lost although it was done. */
async function underFaults(
  { faults }: WebApiDependencies,
  response: ServerResponse,
  path: string,
  actor: string,
  act: () => Reply | Promise<Reply>,
  onStruck: (fault: FaultAnswer) => void = () => undefined,
): Promise<void> {
  const fault = faults.strike('slack', 'POST', path, actor);
  if (!fault) {
    send(response, await act());
    return;
  }
  const untouched =
    fault.drop === 'request' || fault.drop === true || fault.status !== undefined || fault.body !== undefined;
  if (untouched) onStruck(fault);
  const reply = untouched ? faultyReply(fault) : await act();
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
  if (fault.drop) response.destroy();
  else send(response, { ...reply, headers: { ...reply.headers, ...fault.headers } });
}

function faultyReply({ status = 200, headers, body }: FaultAnswer): Reply {
  if (status === 429 && body === undefined)
    return tooMany(headers?.['Retry-After'] ?? headers?.['retry-after']);
  if (typeof body === 'string') return { status, body };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body ?? {}),
  };
}

/** Without the header, clients give up: so the fault may leave it out. */
function tooMany(retryAfter: string | undefined): Reply {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(retryAfter ? { 'retry-after': retryAfter } : {}),
  };
  return { status: 429, headers, body: JSON.stringify({ ok: false, error: 'ratelimited' }) };
}

function inJson(answer: Answer, parsed: ParsedArguments, name: string, scopes: readonly string[]): Reply {
  const warning = parsed.ok ? parsed.warning : undefined;
  const body = warning ? { ...answer, warning, response_metadata: { warnings: [warning] } } : answer;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': scopes.join(','),
    'x-accepted-oauth-scopes': (METHODS[name]?.scopes ?? []).join(','),
  };
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** The bytes of an announced file: raw, or as the one file of a form. */
async function upload(
  { workspace }: SlackParts,
  id: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<Reply> {
  const file = workspace.files.find(id);
  if (!file) return { status: 404, body: 'no such upload' };
  const contentType = request.headers['content-type'] ?? '';
  file.content = contentType.startsWith('multipart/form-data')
    ? await fileOfForm(contentType, body)
    : new Uint8Array(body);
  return { status: 200, body: `OK - ${file.content.length}` };
}

async function fileOfForm(contentType: string, body: Buffer): Promise<Uint8Array> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const [, value] of form) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}

function sendFile(
  { workspace, tokens }: SlackParts,
  response: ServerResponse,
  request: IncomingMessage,
  id: string,
): void {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const content = workspace.files.find(id)?.content;
  const allowed = tokens.owner(token) !== undefined;
  response.writeHead(!allowed ? 403 : content ? 200 : 404, { 'content-type': 'application/octet-stream' });
  response.end(allowed ? content : undefined);
}

function send(
  response: ServerResponse,
  { status, headers = { 'content-type': 'text/plain; charset=utf-8' }, body }: Reply,
): void {
  if (response.destroyed) return;
  response.writeHead(status, headers);
  response.end(body);
}

/** Undefined: it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
