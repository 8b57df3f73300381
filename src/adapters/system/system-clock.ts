import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** How product time follows real time: time = anchor + scale x (real - anchor). */
export interface TimeScale {
  readonly scale: number;
  /** Real time, epoch ms, at which both were the same. */
  readonly anchor: number;
}

const REAL_TIME: TimeScale = { scale: 1, anchor: 0 };

/** The process's own clocks. Product time is scaled once, at the start (design decision 16). */
export class SystemClock implements Clock {
  readonly #time: TimeScale;

  constructor(time: TimeScale = REAL_TIME) {
    this.#time = time;
  }

  get scale(): number {
    return this.#time.scale;
  }

  now(): number {
    const { scale, anchor } = this.#time;
    return scale === 1 ? Date.now() : Math.round(anchor + scale * (Date.now() - anchor));
  }

  real(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  async sleep(realMs: number): Promise<void> {
    await delay(Math.max(0, realMs));
  }
}
