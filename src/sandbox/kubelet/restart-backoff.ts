import type { WorldClock } from '../clock.ts';

/** The first restart comes at once, then after 10 s, 20 s, ... up to five minutes. */
const FIRST_MS = 10_000;
const MOST_MS = 300_000;

/** A container that ran for so long starts with a clean record. */
const FORGIVEN_AFTER_MS = 600_000;

/** How long a container that ended waits before it is started again. */
export class RestartBackoff {
  #clock: WorldClock;
  #nextMs = 0;

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  /** `startedAt`: when the run that has just ended began. World ms to wait. */
  next(startedAt: number): number {
    if (this.#clock.now() - startedAt >= FORGIVEN_AFTER_MS) this.#nextMs = 0;
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(MOST_MS, Math.max(FIRST_MS, waitMs * 2));
    return waitMs;
  }
}
