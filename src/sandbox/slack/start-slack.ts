import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultBook } from '../faults.ts';
import type { AppConfig } from './app-config.ts';
import { ACK_LIMIT_MS, Courier, EVENT_RETRY_DELAYS_MS } from './inbound/courier.ts';
import { startEventSource } from './inbound/event-source.ts';
import { ResponseUrls } from './inbound/response-urls.ts';
import { SocketHub } from './inbound/socket-hub.ts';
import type { SlackParts } from './slack-parts.ts';
import type { Workspace } from './state/workspace.ts';
import { TokenBook } from './token-book.ts';
import { TriggerBook } from './trigger-book.ts';
import { CallLog } from './web-api/call-log.ts';
import type { RateLimits } from './web-api/rate-limiter.ts';
import { RateLimiter } from './web-api/rate-limiter.ts';
import type { WebApiDependencies } from './web-api/web-api-server.ts';
import { answerRequest } from './web-api/web-api-server.ts';

export interface SlackOptions {
  readonly workspace: Workspace;
  readonly faults: FaultBook;
  readonly app: AppConfig;
  /** Left out: any free port. */
  readonly port?: number;
  /** Left out: off. */
  readonly rateLimits?: RateLimits;
  /** Real ms; a test may be less patient than Slack. */
  readonly ackLimitMs?: number;
  readonly eventRetryDelaysMs?: readonly number[];
}

/** One running Slack with one app installed. */
export interface Slack extends SlackParts {
  /** What `slackApiUrl` of the SDKs takes. */
  readonly apiUrl: string;
  readonly calls: CallLog;
  /** From now on; buckets are full. */
  setRateLimits(limits: RateLimits): void;
  close(): Promise<void>;
}

/** A Slack on 127.0.0.1: Web API, Socket Mode, response_url. Without a request URL the app is reached by Socket Mode. */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const parts = assemble(options, origin);
  const calls = new CallLog();
  const limiter = new RateLimiter(options.rateLimits ?? 'off');
  serve(server, { slack: parts, faults: options.faults, limiter, calls });
  const endEvents = startEventSource(parts);
  return {
    ...parts,
    apiUrl: `${origin}/api/`,
    calls,
    setRateLimits: (limits) => limiter.set(limits),
    close: async () => {
      endEvents();
      parts.courier.stop();
      parts.sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function assemble(
  { workspace, app, ackLimitMs, eventRetryDelaysMs }: SlackOptions,
  origin: string,
): SlackParts {
  const { random } = workspace;
  const sockets = new SocketHub(random.stream('sockets'), app.id);
  return {
    workspace,
    app,
    origin,
    sockets,
    tokens: new TokenBook(app, workspace.bot.name),
    triggers: new TriggerBook(random.stream('triggers')),
    responseUrls: new ResponseUrls(random.stream('responses'), origin),
    courier: new Courier({
      app,
      sockets,
      ackLimitMs: ackLimitMs ?? ACK_LIMIT_MS,
      eventRetryDelaysMs: eventRetryDelaysMs ?? EVENT_RETRY_DELAYS_MS,
    }),
  };
}

function serve(server: Server, deps: WebApiDependencies): void {
  const { slack, faults } = deps;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answerRequest(deps, request, response).catch((error: unknown) => {
      // A client that hung up in the middle gets no answer; anything else is a fault of this Slack and must be seen.
      if (response.destroyed || response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end(`internal_error: ${String(error)}`);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const fault = faults.strike('slack', 'GET', 'link', slack.app.id);
    if (fault)
      socket.end(
        `HTTP/1.1 ${fault.status ?? 503} Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      );
    else slack.sockets.upgrade(request, socket, head);
  });
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server that listens on TCP has such an address.
  const { port: actual } = server.address() as AddressInfo;
  return `http://127.0.0.1:${actual}`;
}
