import { SocketModeReceiver } from '@slack/bolt';
import { startBoltApp } from './bolt-app.ts';
import type { EntranceParts } from './entrance.ts';
import type { SlackIdentity } from './identify.ts';
import type { GatewayContext } from './listeners/desk.ts';
import type { InFlight } from './listeners/in-flight.ts';
import type { NonceBook } from './nonce-book.ts';
import { webClientOptions } from './slack-connection.ts';
import { slackLogger } from './slack-logger.ts';
import { watchFrames } from './socket-frames.ts';
import { within } from './listeners/within.ts';

/** One websocket to Slack with a Bolt app behind it, used once. */
export interface SocketLink {
  /** Settles when Slack says that this connection will end, or when it has ended. */
  readonly goingAway: Promise<void>;
  close(): Promise<void>;
}

export interface SocketLinkParts {
  readonly appToken: string;
  readonly identity: SlackIdentity;
  readonly parts: EntranceParts;
  readonly nonces: NonceBook;
  readonly signal: AbortSignal;
}

/** Real ms from the first call to Slack's hello. Bolt would wait for ever. */
const HANDSHAKE_MAX_MS = 20_000;
/** Real ms that a connection which is to go gets to send the acknowledgements under way. */
const LAST_ACKS_MS = 1_000;
/** Real ms for Slack to answer our close; then the socket is destroyed. */
const CLOSE_MAX_MS = 1_000;

/** Opens a connection. Throws if Slack refuses, does not answer, or does not say hello. */
export async function openSocketLink({
  appToken,
  identity,
  parts,
  nonces,
  signal,
}: SocketLinkParts): Promise<SocketLink> {
  const { connection, desk } = parts;
  const receiver = receiverFor(appToken, parts, nonces);
  const away = Promise.withResolvers<void>();
  receiver.client.on('disconnected', () => away.resolve());
  watchFrames(receiver.client, () => away.resolve(), connection.log);
  const app = await startBoltApp(receiver, identity, connection, desk);
  const started = Promise.resolve(app.start());
  const stopped = aborted(signal);
  try {
    const outcome = await within(Promise.race([started, stopped.promise]), HANDSHAKE_MAX_MS);
    if (outcome !== 'late' && outcome !== 'stopped') {
      return { goingAway: away.promise, close: once(async () => closeLink(receiver, desk.inFlight)) };
    }
    // It may yet connect after all; then nobody wants it any more.
    started.then(async () => disconnect(receiver)).catch(() => undefined);
    await disconnect(receiver);
    throw new Error(
      outcome === 'stopped' ? 'it was stopped' : `no hello from Slack in ${HANDSHAKE_MAX_MS} ms`,
    );
  } finally {
    stopped.forget();
  }
}

async function closeLink(receiver: SocketModeReceiver, inFlight: InFlight): Promise<void> {
  await inFlight.idle(LAST_ACKS_MS);
  await disconnect(receiver);
}

/** However often it is asked for, it is done once. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return async () => (done ??= work());
}

function aborted(signal: AbortSignal): { readonly promise: Promise<'stopped'>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<'stopped'>();
  const onAbort = (): void => resolve('stopped');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}

function receiverFor(appToken: string, { connection }: EntranceParts, nonces: NonceBook): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    // We open the next connection ourselves: Bolt waits five seconds, and a refusal would end the process (pitfalls 4, 5).
    autoReconnectEnabled: false,
    logger: slackLogger(connection.log),
    // An object of its own: the receiver writes into it (pitfall 2).
    installerOptions: { clientOptions: webClientOptions(connection) },
    customPropertiesExtractor: (args: {
      readonly body: unknown;
      readonly envelope_id: string;
    }): GatewayContext => {
      const receivedAt = Date.now();
      return {
        raw: { transport: 'socket', payload: JSON.stringify(args.body), receivedAt },
        fresh: nonces.isNew(args.envelope_id, receivedAt),
      };
    },
  });
}

/** The first call sends a close frame; a second one, while no answer came, destroys the socket. */
async function disconnect({ client }: SocketModeReceiver): Promise<void> {
  const closed = client.disconnect();
  await within(closed, CLOSE_MAX_MS);
  await within(client.disconnect(), CLOSE_MAX_MS);
}
