import type { Clock } from '../../../src/ports/clock.ts';
import type { ManualClock } from '../../fakes/ports/manual-clock.ts';

interface Sleeper {
  /** Hands something to the process: now, when it wakes up, or never. */
  deliver(work: () => void): void;
}

/**
 * The clocks of one process in a world of virtual time. Its wall clock may be set by somebody; its monotonic clock never
 * jumps, but may run a little fast or slow.
 */
export class ProcessClock implements Clock {
  readonly scale = 1;
  readonly #world: ManualClock;
  readonly #process: Sleeper;
  readonly #started: number;
  /** How fast the monotonic clock runs. */
  readonly #rate: number;
  /** How far the wall clock is off, ms. */
  wallOffMs = 0;

  constructor(world: ManualClock, process: Sleeper, rate: number) {
    this.#world = world;
    this.#process = process;
    this.#started = world.now();
    this.#rate = rate;
  }

  now(): number {
    return this.#world.now() + this.wallOffMs;
  }

  real(): number {
    return this.now();
  }

  monotonic(): number {
    return (this.#world.now() - this.#started) * this.#rate;
  }

  async sleep(realMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.after(realMs / this.#rate, () => this.#process.deliver(resolve));
    });
  }
}
