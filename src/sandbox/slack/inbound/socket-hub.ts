import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Random } from '../../random.ts';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject } from '../state/json-object.ts';

/** Documented: so many Socket Mode connections an app. */
const CONNECTIONS_MAX = 10;
/** A client that saw one server ping expects them for ever. */
const PING_EVERY_MS = 10_000;
/** Tickets are for one connection, and not for ever. */
const TICKET_LIFE_MS = 30_000;
/** Slack's own figure: a connection is recycled after about so many seconds. */
const CONNECTION_SECONDS = 18_060;

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** Called with the payload of an acknowledgement. */
type Waiter = (payload: JsonObject | undefined) => void;

/** The app's websockets. */
export class SocketHub {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, number>();
  readonly #open: WebSocket[] = [];
  readonly #waiters = new Map<string, Waiter>();
  readonly #random: Random;
  readonly #appId: string;
  #next = 0;
  /** How long TCP stays open after the close handshake, as real Slack keeps it; real ms. */
  slowCloseMs = 0;
  /** False: connections are accepted and never greeted. */
  greets = true;

  constructor(random: Random, appId: string) {
    this.#random = random;
    this.#appId = appId;
  }

  get connections(): number {
    return this.#open.length;
  }

  issueTicket(): string {
    const ticket = Array.from({ length: 4 }, () =>
      this.#random.integer(0x1_0000_0000).toString(16).padStart(8, '0'),
    ).join('-');
    this.#tickets.set(ticket, Date.now() + TICKET_LIFE_MS);
    return ticket;
  }

  /** The ticket in the address is the only credential, good once. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? '/', 'http://slack').searchParams;
    const ticket = query.get('ticket') ?? '';
    const expires = this.#tickets.get(ticket) ?? 0;
    this.#tickets.delete(ticket);
    if (Date.now() > expires || query.get('app_id') !== this.#appId) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    if (this.slowCloseMs > 0) this.#closeSlowly(socket);
    this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
  }

  /**
   * Sends an envelope to one connection, in turn. The answer is what was acknowledged, `undefined` for an empty one;
   * `no_connection` if there is none, `timed-out` after `limitMs`.
   */
  async deliver(
    envelope: JsonObject,
    copies: number,
    limitMs: number,
  ): Promise<{ readonly body: JsonObject | undefined } | 'no_connection' | 'timed-out'> {
    const client = this.#open[this.#next++ % Math.max(1, this.#open.length)];
    if (!client) return 'no_connection';
    const id = String(envelope['envelope_id']);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(id);
        resolve('timed-out');
      }, limitMs);
      this.#waiters.set(id, (payload) => {
        clearTimeout(timer);
        resolve({ body: payload });
      });
      for (let copy = 0; copy < copies; copy++) client.send(JSON.stringify(envelope));
    });
  }

  /** Any text frame to every connection, for what Slack should not send but does. */
  broadcast(frame: string): void {
    for (const client of this.#open) client.send(frame);
  }

  /** Slack tells one connection (or all) to go. */
  disconnect(reason: DisconnectReason, which: 'one' | 'all' = 'all'): void {
    for (const client of which === 'one' ? this.#open.slice(0, 1) : [...this.#open])
      this.#sendAway(client, reason);
  }

  /** The line is cut: no frame, no handshake. */
  cut(): void {
    for (const client of this.#open.slice()) client.terminate();
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #greet(client: WebSocket): void {
    client.on('error', () => client.terminate());
    if (this.#open.length >= CONNECTIONS_MAX) {
      this.#sendAway(client, 'too_many_websockets');
      return;
    }
    this.#open.push(client);
    const pings = setInterval(() => client.ping(), PING_EVERY_MS).unref();
    client.on('close', () => {
      clearInterval(pings);
      this.#forget(client);
    });
    client.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.#acknowledge(data.toString());
    });
    if (this.greets) client.send(JSON.stringify(this.#hello()));
  }

  #hello(): JsonObject {
    return {
      type: 'hello',
      num_connections: this.#open.length,
      connection_info: { app_id: this.#appId },
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: CONNECTION_SECONDS },
    };
  }

  #acknowledge(text: string): void {
    const frame = parseFrame(text);
    const id = String(frame?.['envelope_id']);
    const waiter = this.#waiters.get(id);
    this.#waiters.delete(id);
    const payload = frame?.['payload'];
    waiter?.(isJsonObject(payload) && Object.keys(payload).length > 0 ? payload : undefined);
  }

  #sendAway(client: WebSocket, reason: DisconnectReason): void {
    client.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    // A warning leaves it to the client to go; the other reasons mean now, and nothing new goes to this connection.
    if (reason === 'warning') return;
    this.#forget(client);
    client.close(1000);
  }

  #forget(client: WebSocket): void {
    const index = this.#open.indexOf(client);
    if (index >= 0) this.#open.splice(index, 1);
  }

  #closeSlowly(socket: Duplex): void {
    const end = socket.end.bind(socket);
    const later = (): Duplex => {
      setTimeout(() => end(), this.slowCloseMs).unref();
      return socket;
    };
    Object.assign(socket, { end: later });
  }
}

function parseFrame(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
