import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;

/** Work that has been begun for a person and is not to be cut off by a stop. */
export class InFlight {
  #count = 0;

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
    }
  }

  /**
   * True once nothing is under way; false if something still was after `maxMs`. It looks a moment later first: what has
   * just come in is on its way to being begun.
   */
  async idle(maxMs: number): Promise<boolean> {
    const end = performance.now() + maxMs;
    do {
      await sleep(LOOK_EVERY_MS);
    } while (this.#count > 0 && performance.now() < end);
    return this.#count === 0;
  }
}
