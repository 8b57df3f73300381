import type { Clock } from '../ports/clock.ts';
import type { TickOutcome } from './tick-rollout.ts';

/** Groups whose last look failed: what changes in the world does not bring the next look about, what people do does. */
export class BackOff {
  readonly #clock: Clock | undefined;
  readonly #until = new Map<string, number>();
  readonly #hurried = new Set<string>();

  constructor(clock: Clock | undefined) {
    this.#clock = clock;
  }

  /** Looks, unless the last look failed too short a time ago: whoever asks, wake-ups come in bursts. */
  async run(key: string, look: () => Promise<TickOutcome>): Promise<TickOutcome> {
    const leftMs = this.#leftMs(key);
    if (leftMs > 0) return { kind: 'wait', forMs: leftMs, why: 'the last look failed', failed: true };
    this.#hurried.delete(key);
    const outcome = await look();
    if (outcome.kind === 'wait' && outcome.failed) this.#until.set(key, this.#now() + outcome.forMs);
    else this.#until.delete(key);
    return outcome;
  }

  /** A person did something: the next look does not wait. */
  hurry(key: string): void {
    this.#hurried.add(key);
  }

  /** Real ms for which no look is due; 0: it may be now. */
  #leftMs(key: string): number {
    if (this.#hurried.has(key)) return 0;
    return Math.max(0, (this.#until.get(key) ?? 0) - this.#now());
  }

  #now(): number {
    return this.#clock?.monotonic() ?? 0;
  }
}
