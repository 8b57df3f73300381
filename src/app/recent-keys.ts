import type { Clock } from '../ports/clock.ts';

/** How long a delivery is remembered, real ms: longer than a signature is valid and Slack repeats anything. */
const KEPT_MS = 15 * 60_000;

/** Bound of memory; the oldest are forgotten first. */
const KEPT_MAX = 10_000;

/** Tells deliveries that were seen before. The slot tells them too; this saves the work and the second answer. */
export class RecentKeys {
  readonly #clock: Clock;
  readonly #seen = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isNew(key: string): boolean {
    const now = this.#clock.monotonic();
    for (const [old, at] of this.#seen) {
      if (now - at < KEPT_MS && this.#seen.size < KEPT_MAX) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }
}
