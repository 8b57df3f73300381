import type { Random } from '../random.ts';
import { normal, poisson } from './chance.ts';

/** Upper edges of the latency histogram, seconds, as client libraries have them by default. */
export const EDGES: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Half of all requests are answered within this time; the spread is that of a lognormal. */
const MEDIAN_SECONDS = 0.03;
const LATENCY_SIGMA = 0.9;

/** Scheduling periods of a container that is never idle, a second. */
const PERIODS_A_SECOND = 10;

/** A container's memory wanders by so much of its limit. */
const MEMORY_WANDER = 0.01;

/** What a pod does in one step of time. */
export interface Load {
  readonly seconds: number;
  /** Requests that it gets, on average. */
  readonly requests: number;
  /** The share of them that fails. */
  readonly errorShare: number;
  /** How many times as long as usual a request takes. */
  readonly slowness: number;
  readonly throttledShare: number;
  /** Of its memory limit; undefined: it has none. */
  readonly memoryShare: number;
}

/** Counters of one pod since it began, as its own library and cAdvisor would count. */
export class PodMeter {
  readonly requests = { '200': 0, '404': 0, '500': 0 };
  /** Requests within each edge, and beyond them all: not yet cumulative. */
  readonly buckets: number[] = Array.from({ length: EDGES.length + 1 }, () => 0);
  latencySum = 0;
  periods = 0;
  throttled = 0;
  memoryShare = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  advance({ seconds, requests, errorShare, slowness, throttledShare, memoryShare }: Load): void {
    const random = this.#random;
    const failed = poisson(requests * Math.min(1, errorShare), random);
    const missed = poisson(requests * 0.01, random);
    const fine = poisson(requests * Math.max(0, 0.99 - errorShare), random);
    this.requests['500'] += failed;
    this.requests['404'] += missed;
    this.requests['200'] += fine;
    this.#time(failed + missed + fine, slowness);
    const periods = Math.round(seconds * PERIODS_A_SECOND);
    this.periods += periods;
    this.throttled += Math.min(periods, poisson(periods * throttledShare, random));
    this.memoryShare = Math.min(1, Math.max(0.05, memoryShare + MEMORY_WANDER * normal(random)));
  }

  /** Each request takes a time of its own. */
  #time(count: number, slowness: number): void {
    for (let left = count; left > 0; left--) {
      const seconds = slowness * MEDIAN_SECONDS * Math.exp(LATENCY_SIGMA * normal(this.#random));
      const index = EDGES.findIndex((edge) => seconds <= edge);
      const bucket = index < 0 ? EDGES.length : index;
      this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
      this.latencySum += seconds;
    }
  }
}
