import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BufferedIncomingMessage } from '@slack/bolt';
import { HTTPReceiver } from '@slack/bolt';
import { startBoltApp } from './bolt-app.ts';
import { BODY_MAX_BYTES, createFrontDoor } from './front-door.ts';
import type { Entrance, EntranceParts } from './entrance.ts';
import type { GatewayContext } from './listeners/desk.ts';
import { slackLogger } from './slack-logger.ts';
import { within } from './listeners/within.ts';

export interface HttpOptions {
  readonly kind: 'http';
  /** One, or two while the secret is being changed. */
  readonly signingSecrets: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  /** Every interface unless told. */
  readonly host?: string;
  /** `/slack/events` unless told. */
  readonly path?: string;
}

const DEFAULT_PATH = '/slack/events';
const SWEEP_EVERY_MS = 20;

/** Requests that Slack posts to us. Listens at once; until it is open, people hear that drover is starting. */
export async function listenForHttp(options: HttpOptions, parts: EntranceParts): Promise<Entrance> {
  const path = options.path ?? DEFAULT_PATH;
  const receiver = receiverFor(path, parts);
  let open = false;
  let closed = false;
  const server = createFrontDoor({
    path,
    signingSecrets: options.signingSecrets,
    log: parts.connection.log,
    handOn: (request, response) => receiver.requestListener(request, response),
    isOpen: () => open,
    isReady: () => open && !closed,
    onRefused: parts.onRefused,
  });
  await listen(server, options);
  return {
    // A server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    isReady: () => open && !closed,
    async open(identity) {
      await startBoltApp(receiver, identity, parts.connection, parts.desk);
      open = true;
    },
    async close(graceMs) {
      closed = true;
      await closeServer(server, graceMs);
      await parts.desk.inFlight.idle(graceMs);
    },
  };
}

/** Requests under way are answered; a connection is closed as soon as nothing is under way on it. */
async function closeServer(server: Server, graceMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
  const outcome = await within(ended, graceMs);
  clearInterval(sweep);
  if (outcome !== 'late') return;
  server.closeAllConnections();
  await ended;
}

function receiverFor(path: string, { connection }: EntranceParts): HTTPReceiver {
  return new HTTPReceiver({
    endpoints: [path],
    // The front door has checked the signature already, against one secret or two.
    signatureVerification: false,
    signingSecret: '',
    bodyLimit: BODY_MAX_BYTES,
    logger: slackLogger(connection.log),
    customPropertiesExtractor: (request): GatewayContext => ({ raw: rawOf(request), fresh: true }),
  });
}

function rawOf({ rawBody, headers }: BufferedIncomingMessage): GatewayContext['raw'] {
  return {
    transport: 'http',
    body: rawBody.toString(),
    timestamp: String(headers['x-slack-request-timestamp']),
    signature: String(headers['x-slack-signature']),
    receivedAt: Date.now(),
  };
}

async function listen(server: Server, { port, host }: HttpOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
