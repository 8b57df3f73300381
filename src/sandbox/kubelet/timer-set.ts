import type { WorldClock, WorldTimer } from '../clock.ts';

/** Pending calls that are given up together. */
export class TimerSet {
  #clock: WorldClock;
  #timers: WorldTimer[] = [];

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.#clock.now() + delayMs, run);
  }

  at(instant: number, run: () => void): void {
    this.#timers.push(this.#clock.at(instant, run));
  }

  cancel(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }
}
