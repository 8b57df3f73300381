import type { Clock } from '../../../src/ports/clock.ts';

/** A fake instant to begin at: tests must not depend on today. */
const MORNING = Date.UTC(2026, 5, 1, 8);

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
  off: boolean;
}

/** A clock that tests turn by hand. Product time, real time and monotonic time move together. */
export class ManualClock implements Clock {
  readonly scale = 1;
  readonly #start: number;
  #now: number;
  #order = 0;
  /** A binary heap: the first is the next that is due. Those called off stay in it until they come up. */
  readonly #timers: Timer[] = [];

  constructor(start: number = MORNING) {
    this.#start = start;
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  real(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  async sleep(realMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.after(realMs, resolve);
    });
  }

  /** Runs `run` when the clock is turned so far. Answers how to call it off. */
  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), order: this.#order++, run, off: false };
    this.#push(timer);
    return () => {
      timer.off = true;
    };
  }

  /** When the next timer is due; undefined if none waits. */
  get nextDue(): number | undefined {
    return this.#next()?.due;
  }

  /** Turns the clock to the next timer and runs that one. False if none waits. */
  step(): boolean {
    const next = this.#next();
    if (!next) return false;
    this.#pop();
    this.#now = Math.max(this.#now, next.due);
    next.run();
    return true;
  }

  /** Turns the clock, timer by timer; what each one woke runs on before the next. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    while ((this.nextDue ?? Number.POSITIVE_INFINITY) <= until && this.step()) await settled();
    this.#now = until;
  }

  /** The same without letting anything else run: for simulations that own every step. */
  turn(ms: number): void {
    const until = this.#now + ms;
    while ((this.nextDue ?? Number.POSITIVE_INFINITY) <= until && this.step());
    this.#now = until;
  }

  #next(): Timer | undefined {
    while (this.#timers[0]?.off) this.#pop();
    return this.#timers[0];
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/** Lets everything run that waits for nothing but its turn. */
async function settled(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
