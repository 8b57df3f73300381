import type { Clock } from '../ports/clock.ts';
import type { LeaseStore } from '../ports/lease-store.ts';
import type { HeldLease } from '../ports/lease-store.ts';
import type { Log } from '../ports/log.ts';

/** Real milliseconds, as in client-go: 15 s, renew within 10 s, retry every 2 s. */
export interface LeaseTimes {
  readonly durationMs: number;
  readonly renewMs: number;
  readonly retryMs: number;
}

interface LeadershipPorts {
  readonly lease: LeaseStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** An effect is only begun when the lease lasts so much longer: the request must end while we still lead. engine.md 2.3: 5 s of 15. */
const MARGIN_SHARE = 1 / 3;

/**
 * Who acts on a cluster: one engine holds the lease and renews it. Validity is judged on our own monotonic clock from
 * the moment before the write that won, so that a process that slept wakes up without it. It narrows the window for
 * two writers; compare-and-set and preconditions close it.
 */
export class Leadership {
  readonly #ports: LeadershipPorts;
  readonly #holder: string;
  readonly #times: LeaseTimes;
  readonly #onChange: (leading: boolean) => void;
  #validUntil = Number.NEGATIVE_INFINITY;
  #epoch = 0;
  #tookOverAt = Number.NEGATIVE_INFINITY;
  #observed: { readonly version: string; readonly at: number } | undefined;
  #version: string | undefined;
  #told = false;
  #stopped = false;
  #asideUntil = Number.NEGATIVE_INFINITY;
  #beating: Promise<void> = Promise.resolve();

  constructor(
    ports: LeadershipPorts,
    holder: string,
    times: LeaseTimes,
    onChange: (leading: boolean) => void,
  ) {
    this.#ports = ports;
    this.#holder = holder;
    this.#times = times;
    this.#onChange = onChange;
  }

  /** The lease's transitions when we took it: a fencing token that never decreases. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether an effect may be begun now. Asked synchronously, right before each. */
  mayAct(): boolean {
    return this.#leftMs() > this.#times.durationMs * MARGIN_SHARE;
  }

  isLeading(): boolean {
    return this.#leftMs() > 0;
  }

  /** Real ms since we took the lease over from another process that may have left a request under way; infinite if none was before. */
  sinceTakeOverMs(): number {
    return this.#ports.clock.monotonic() - this.#tookOverAt;
  }

  /** Tries and renews until stopped. Never throws. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      await this.tryOnce();
      await this.#ports.clock.sleep(
        this.isLeading() ? this.#times.retryMs : Math.min(this.#times.retryMs, 1_000),
      );
    }
  }

  /** One try to take or renew the lease. */
  async tryOnce(): Promise<void> {
    if (this.#ports.clock.monotonic() < this.#asideUntil) return;
    this.#beating = this.#beat();
    await this.#beating;
    this.#tell();
  }

  /** Gives the lease back, so that a standby need not wait for it to run out. Call it when no request is under way. */
  async release(): Promise<void> {
    this.#stopped = true;
    await this.#giveBack();
  }

  /** Lets another engine lead for so many real ms: our own node is the last one left. */
  async stepAside(forMs: number): Promise<void> {
    this.#asideUntil = this.#ports.clock.monotonic() + forMs;
    await this.#giveBack();
    this.#observed = undefined;
  }

  async #giveBack(): Promise<void> {
    // A write that is under way may win the lease after all; then it is ours to give back.
    await this.#beating;
    if (!this.isLeading() || this.#version === undefined) return;
    this.#validUntil = Number.NEGATIVE_INFINITY;
    this.#tell();
    await this.#ports.lease
      .write({ holder: '', transitions: this.#epoch, durationMs: 1_000 }, this.#version)
      .catch((error: unknown) =>
        this.#ports.log.warn('could not give the lease back', { error: String(error) }),
      );
  }

  #leftMs(): number {
    return this.#validUntil - this.#ports.clock.monotonic();
  }

  #tell(): void {
    const leading = this.isLeading();
    if (leading === this.#told) return;
    this.#told = leading;
    this.#onChange(leading);
  }

  async #beat(): Promise<void> {
    try {
      const asked = this.#ports.clock.monotonic();
      const held = await this.#ports.lease.read();
      if (!held) return await this.#write({ transitions: 1, version: undefined, asked, former: false });
      if (held.holder === this.#holder) {
        const fresh = this.#epoch === 0;
        return await this.#write({
          transitions: held.transitions,
          version: held.version,
          asked,
          former: fresh,
        });
      }
      if (held.holder === '') {
        return await this.#write({
          transitions: held.transitions + 1,
          version: held.version,
          asked,
          former: false,
        });
      }
      this.#validUntil = Number.NEGATIVE_INFINITY;
      if (this.#hasRunOut(held)) {
        return await this.#write({
          transitions: held.transitions + 1,
          version: held.version,
          asked,
          former: true,
        });
      }
    } catch (error) {
      this.#ports.log.warn('the lease could not be read or written', { error: String(error) });
    }
  }

  /** Dead is a lease whose record did not change for its whole duration on our own clock: wall clocks are not compared. */
  #hasRunOut(held: HeldLease): boolean {
    const now = this.#ports.clock.monotonic();
    if (this.#observed?.version !== held.version) {
      this.#observed = { version: held.version, at: now };
      return false;
    }
    return now - this.#observed.at > held.durationMs;
  }

  async #write(next: {
    transitions: number;
    version: string | undefined;
    asked: number;
    former: boolean;
  }): Promise<void> {
    const { durationMs } = this.#times;
    const lease = { holder: this.#holder, transitions: next.transitions, durationMs };
    const outcome = await this.#ports.lease.write(lease, next.version);
    if (outcome.kind === 'stale') return;
    if (next.transitions !== this.#epoch) {
      this.#epoch = next.transitions;
      if (next.former) this.#tookOverAt = this.#ports.clock.monotonic();
    }
    this.#version = outcome.version;
    this.#validUntil = next.asked + durationMs;
  }
}
