/** A pending call on the world's clock. */
export interface WorldTimer {
  cancel(): void;
}

interface Entry {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** So many beats may be made up for at once. */
const BEATS_LATE_MAX = 1_000;

/** Node cannot sleep longer than this in one setTimeout (2^31 - 1 ms). */
const SLEEP_MAX_MS = 2_147_483_647;

/**
 * The one clock of the world. World time runs `speed` times as fast as real time from an anchor, so every
 * duration in the world's laws is written in world milliseconds. Due calls run in order of their world instant,
 * and while one runs the clock shows the instant at which it was due: a busy processor makes the world late, but
 * it does not stretch its durations.
 */
export class WorldClock {
  #anchorWorld: number;
  #anchorReal: number;
  #speed: number;
  #order = 0;
  #queue: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** The instant of the call that is running, if one is. */
  #due: number | undefined;
  #isStanding = false;

  /** `start`: the world instant (epoch ms) at which the world begins. */
  constructor(start: number, speed = 1) {
    this.#anchorWorld = start;
    this.#anchorReal = performance.now();
    this.#speed = speed;
  }

  /** A clock that only moves when it is turned by hand: the same world every time, as fast as it can be computed. */
  static standing(start: number): WorldClock {
    const clock = new WorldClock(start);
    clock.#isStanding = true;
    return clock;
  }

  /** Runs the next pending call of a standing clock, if it is due by then. False if there is none. */
  step(until: number = Number.POSITIVE_INFINITY): boolean {
    const next = this.#queue[0];
    if (!next || next.due > until) return false;
    this.#anchorWorld = next.due;
    this.#runNext();
    return true;
  }

  /** Turns a standing clock forward, running all that comes due meanwhile. */
  turn(worldMs: number): void {
    const until = this.now() + worldMs;
    while (this.step(until));
    this.#anchorWorld = until;
  }

  get speed(): number {
    return this.#speed;
  }

  /** World time in epoch milliseconds. */
  now(): number {
    return this.#due ?? this.#elapsed();
  }

  #elapsed(): number {
    if (this.#isStanding) return this.#anchorWorld;
    return this.#anchorWorld + (performance.now() - this.#anchorReal) * this.#speed;
  }

  /** World time as Kubernetes and AWS write it, to the second. */
  isoSeconds(at: number = this.now()): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  setSpeed(speed: number): void {
    if (!(speed > 0) || !Number.isFinite(speed))
      throw new Error(`speed must be a positive number, got ${speed}`);
    this.#anchorWorld = this.#elapsed();
    this.#anchorReal = performance.now();
    this.#speed = speed;
    this.#arm();
  }

  /** Runs `run` once, `worldMs` world milliseconds from now. */
  after(worldMs: number, run: () => void): WorldTimer {
    return this.at(this.now() + Math.max(0, worldMs), run);
  }

  /** Runs `run` once at a world instant; at the next turn if that is past. */
  at(instant: number, run: () => void): WorldTimer {
    const due = Math.max(instant, this.now());
    const entry: Entry = { due, order: this.#order++, run, cancelled: false };
    this.#insert(entry);
    if (this.#due === undefined && this.#queue[0] === entry) this.#arm();
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  /** Runs `run` every `worldMs` world milliseconds until cancelled. */
  every(worldMs: number, run: () => void): WorldTimer {
    let cancelled = false;
    let timer: WorldTimer;
    const beat = (due: number): void => {
      timer = this.at(due, () => {
        if (cancelled) return;
        run();
        // Late beats are made up for, each at its instant: a heartbeat that is left out is a silence to those who
        // count. Only a hopeless backlog is dropped.
        const isHopeless = this.#elapsed() - due > worldMs * BEATS_LATE_MAX;
        beat(isHopeless ? this.#elapsed() : due + worldMs);
      });
    };
    beat(this.now() + worldMs);
    return {
      cancel: () => {
        cancelled = true;
        timer.cancel();
      },
    };
  }

  /** Waits for world time to pass. */
  async sleep(worldMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.after(worldMs, resolve);
    });
  }

  /** Nothing runs any more; pending calls are forgotten. */
  stop(): void {
    this.#stopped = true;
    this.#queue = [];
    clearTimeout(this.#timer);
  }

  #insert(entry: Entry): void {
    const queue = this.#queue;
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((queue[middle] as Entry).due <= entry.due) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, entry);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#queue[0];
    if (!next || this.#stopped || this.#isStanding) return;
    const realMs = (next.due - this.#elapsed()) / this.#speed;
    this.#timer = setTimeout(() => this.#runDue(), Math.min(SLEEP_MAX_MS, Math.max(0, realMs)));
  }

  #runDue(): void {
    const until = this.#elapsed();
    try {
      for (let next = this.#queue[0]; next && next.due <= until && !this.#stopped; next = this.#queue[0]) {
        this.#runNext();
      }
    } finally {
      this.#arm();
    }
  }

  #runNext(): void {
    const next = this.#queue.shift();
    if (!next || next.cancelled) return;
    this.#due = next.due;
    try {
      next.run();
    } finally {
      this.#due = undefined;
    }
  }
}
