import { backoffMs, pause } from './backoff.ts';
import type { Entrance, EntranceParts } from './entrance.ts';
import type { SlackIdentity } from './identify.ts';
import { NonceBook } from './nonce-book.ts';
import type { SocketLink } from './socket-link.ts';
import { openSocketLink } from './socket-link.ts';

export interface SocketOptions {
  readonly kind: 'socket';
  /** `xapp-…` with the scope connections:write. */
  readonly appToken: string;
  /** Two unless told: while one connection is renewed, Slack has the other (slack.md 0.7). Slack allows ten. */
  readonly connections?: number;
}

/** A connection that held for so long ended in the ordinary way. Real ms. */
const HELD_MS = 10_000;
const CANNOT_OPEN = 'A Socket Mode connection could not be opened';

/** Requests that come over websockets which we open; each is replaced as soon as Slack says it will go. */
export function connectBySocket(options: SocketOptions, parts: EntranceParts): Entrance {
  const stopping = new AbortController();
  const nonces = new NonceBook();
  const live = new Set<SocketLink>();
  const lines: Promise<void>[] = [];
  const closing = new Set<Promise<void>>();
  const line: Line = { options, parts, nonces, live, closing, signal: stopping.signal };
  return {
    port: undefined,
    isReady: () => live.size > 0,
    async open(identity) {
      const first = Array.from({ length: options.connections ?? 2 }, async () => {
        await new Promise<void>((connected) => {
          lines.push(keepConnected(line, identity, connected));
        });
      });
      await Promise.race(first);
    },
    async close(graceMs) {
      await parts.desk.inFlight.idle(graceMs);
      stopping.abort();
      await Promise.all([...live].map(async (link) => link.close()));
      await Promise.all(lines);
      await Promise.all(closing);
      // What came in with the last frames has been begun and is let end.
      await parts.desk.inFlight.idle(graceMs);
    },
  };
}

interface Line {
  readonly options: SocketOptions;
  readonly parts: EntranceParts;
  readonly nonces: NonceBook;
  readonly live: Set<SocketLink>;
  /** Connections that others have taken over from. */
  readonly closing: Set<Promise<void>>;
  readonly signal: AbortSignal;
}

/** One connection after another, until it is ended. `connected`: called when one is open, or when there will be none. */
async function keepConnected(line: Line, identity: SlackIdentity, connected: () => void): Promise<void> {
  const { options, parts, nonces, live, signal } = line;
  const { log } = parts.connection;
  let leaving: SocketLink | undefined;
  for (let hasty = 0; !signal.aborted; hasty++) {
    const began = performance.now();
    try {
      const link = await openSocketLink({ appToken: options.appToken, identity, parts, nonces, signal });
      live.add(link);
      connected();
      // Only now: until there was another connection, the old one could still carry acknowledgements.
      leaving = retire(leaving, line);
      await link.goingAway;
      live.delete(link);
      leaving = link;
    } catch (error) {
      leaving = retire(leaving, line);
      if (!signal.aborted) log.error(CANNOT_OPEN, { message: String(error) });
    }
    if (performance.now() - began > HELD_MS) hasty = -1;
    // The first one in a row is replaced at once; Slack lets an app open only a few a minute.
    else if (hasty > 0 && !signal.aborted) await pause(backoffMs(hasty - 1), signal);
  }
  retire(leaving, line);
  connected();
}

function retire(link: SocketLink | undefined, { closing }: Line): undefined {
  if (link === undefined) return;
  const closed = link.close().finally(() => closing.delete(closed));
  closing.add(closed);
}
