import type { Chat } from '../../ports/chat.ts';
import type { Inbox } from '../../ports/inbox.ts';
import type { Entrance } from './entrance.ts';
import type { HttpOptions } from './http-entrance.ts';
import { listenForHttp } from './http-entrance.ts';
import { identifyPatiently } from './identify.ts';
import { InFlight } from './listeners/in-flight.ts';
import type { SlackConnection } from './slack-connection.ts';
import { webClient } from './slack-connection.ts';
import { SlackChat } from './slack-chat.ts';
import type { SocketOptions } from './socket-entrance.ts';
import { connectBySocket } from './socket-entrance.ts';
import { homeView } from './views/home-view.ts';

export interface GatewayOptions {
  readonly connection: SlackConnection;
  readonly transport: HttpOptions | SocketOptions;
  /** Where requests go. The gateway decides nothing about them. */
  readonly inbox: Inbox;
  /** Answers people when the inbox cannot; made from the connection unless given. */
  readonly chat?: Pick<Chat, 'respond'>;
  /** What the home tab shows; how to begin, unless told. */
  readonly home?: (userId: string) => object | Promise<object>;
  /** Told of each request that was turned away: `forged`, `stale`, `future`, `replayed`, `malformed`, `too-large`. */
  readonly onRefused?: (reason: string) => void;
}

export interface Gateway {
  /** The HTTP port; undefined in Socket Mode. */
  readonly port: number | undefined;
  /** Settles when Slack can reach us: true. False if it was closed before. */
  readonly ready: Promise<boolean>;
  isReady(): boolean;
  /** Takes nothing new, lets what was begun end (5 s at most), and is gone. */
  close(): Promise<void>;
}

/** Real ms for what was begun: an acknowledgement, a hand-over, an answer. */
const GRACE_MS = 5_000;

/** Slack's side of the product: receives, acknowledges, hands on. Resolves when it listens, even if Slack is away. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { connection, transport, inbox } = options;
  const { log } = connection;
  const desk = {
    inbox,
    log,
    chat: options.chat ?? new SlackChat(connection),
    inFlight: new InFlight(),
    home: options.home ?? homeView,
  };
  const parts = { connection, desk, onRefused: options.onRefused ?? (() => undefined) };
  const entrance =
    transport.kind === 'http' ? await listenForHttp(transport, parts) : connectBySocket(transport, parts);
  const stopping = new AbortController();
  const ready = open(entrance, connection, stopping.signal);
  return {
    port: entrance.port,
    ready,
    isReady: () => entrance.isReady(),
    async close() {
      stopping.abort();
      await entrance.close(GRACE_MS);
      await ready;
    },
  };
}

async function open(entrance: Entrance, connection: SlackConnection, signal: AbortSignal): Promise<boolean> {
  const identity = await identifyPatiently(webClient(connection), connection.log, signal);
  if (identity === undefined) return false;
  await entrance.open(identity);
  return !signal.aborted;
}
