import type { Clock } from '../../../src/ports/clock.ts';

/** A fake instant to begin at: tests must not depend on today. */
const MORNING = Date.UTC(2026, 5, 1, 8);

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that tests turn by hand. Product time, real time and monotonic time move together. */
export class ManualClock implements Clock {
  readonly scale = 1;
  #now: number;
  #order = 0;
  #timers: Timer[] = [];

  constructor(start: number = MORNING) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  real(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - MORNING;
  }

  async sleep(realMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.after(realMs, resolve);
    });
  }

  /** Runs `run` when the clock is turned so far. Answers how to call it off. */
  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    this.#timers.sort((a, b) => a.due - b.due || a.order - b.order);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** When the next timer is due; undefined if none waits. */
  get nextDue(): number | undefined {
    return this.#timers[0]?.due;
  }

  /** Turns the clock, timer by timer; what each one woke runs on before the next. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#timers[0]; next && next.due <= until; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.due);
      next.run();
      await settled();
    }
    this.#now = until;
  }

  /** The same without letting anything else run: for simulations that own every step. */
  turn(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#timers[0]; next && next.due <= until; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.due);
      next.run();
    }
    this.#now = until;
  }
}

/** Lets everything run that waits for nothing but its turn. */
async function settled(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
