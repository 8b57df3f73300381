import type { Clock } from '../ports/clock.ts';

/** Remembers when an effect of this engine last had no answer: until the quiet period is over it may still land. */
export class UnclearEffects {
  readonly #clock: Clock;
  #at = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(): void {
    this.#at = this.#clock.monotonic();
  }

  /** Real ms since the last one; infinite if there was none. */
  sinceMs(): number {
    return this.#clock.monotonic() - this.#at;
  }
}
