import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * `pass`: as if it were not there. `refuse`: every connection is reset. `silent`: connections are accepted, what comes in
 * is swallowed, and nothing ever comes back: what a half-open connection looks like from one side.
 */
type Mode = 'pass' | 'refuse' | 'silent';

interface Pair {
  readonly near: Socket;
  readonly far: Socket | undefined;
  silent: boolean;
  /** When what was held back last is due, on the monotonic clock: nothing overtakes what came before it. */
  dueAt: number;
}

/** A TCP proxy on loopback that cuts, lags and falls silent when it is told to. It knows nothing of what it carries. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #target: number;
  #mode: Mode = 'pass';
  #lagMs = 0;
  #refused = 0;
  #swallowed = 0;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (near) => this.#accept(near));
  }

  /** `target`: the port on loopback that it stands before. */
  static async start(target: number): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, target);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that were refused so far: the proof that somebody noticed. */
  get refused(): number {
    return this.#refused;
  }

  /** Bytes that went nowhere so far. */
  get swallowed(): number {
    return this.#swallowed;
  }

  /** All is well again. Connections that fell silent are reset: their ends have lost each other. */
  pass(): void {
    this.#mode = 'pass';
    this.#lagMs = 0;
    for (const pair of this.#pairs) if (pair.silent) cut(pair);
  }

  /** Open connections are reset, and so is every new one. */
  refuse(): void {
    this.#mode = 'refuse';
    this.cut();
  }

  /** Open connections and new ones are half open. */
  fallSilent(): void {
    this.#mode = 'silent';
    this.silenceOpen();
  }

  /** The connections that are open now are half open for ever; new ones pass. */
  silenceOpen(): void {
    for (const pair of this.#pairs) pair.silent = true;
  }

  /** Everything takes so much longer, in each direction, real ms. */
  lag(ms: number): void {
    this.#lagMs = ms;
  }

  /** Open connections are reset; new ones pass. */
  cut(): void {
    for (const pair of this.#pairs) cut(pair);
  }

  /** It stands before another port from now on, as a name that now means another server. */
  pointAt(target: number): void {
    this.#target = target;
    this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(near: Socket): void {
    if (this.#mode === 'refuse') {
      this.#refused += 1;
      near.on('error', () => undefined);
      near.resetAndDestroy();
      return;
    }
    const silent = this.#mode === 'silent';
    const far = silent ? undefined : connect(this.#target, '127.0.0.1');
    const pair: Pair = { near, far, silent, dueAt: 0 };
    this.#pairs.add(pair);
    this.#carry(pair, near, far);
    if (far) this.#carry(pair, far, near);
  }

  #carry(pair: Pair, from: Socket, to: Socket | undefined): void {
    from.setNoDelay(true);
    from.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => this.#pass(pair, chunk, to));
    from.on('close', () => {
      // What is half open is not told that the other end is gone.
      if (pair.silent && from === pair.far) return;
      this.#pairs.delete(pair);
      this.#later(pair, () => to?.destroy());
    });
  }

  #pass(pair: Pair, chunk: Buffer, to: Socket | undefined): void {
    this.#later(pair, () => {
      if (pair.silent || !to) this.#swallowed += chunk.length;
      else if (to.writable) to.write(chunk);
    });
  }

  #later(pair: Pair, work: () => void): void {
    const now = performance.now();
    pair.dueAt = Math.max(pair.dueAt, now + this.#lagMs);
    if (pair.dueAt <= now) work();
    else setTimeout(work, pair.dueAt - now);
  }
}

function cut({ near, far }: Pair): void {
  near.resetAndDestroy();
  far?.resetAndDestroy();
}
