import type { Measured } from './measured.ts';

/** What some pods answered within one trailing window. Counts, not ratios: the division is ours. */
export interface RequestCounts {
  /** Requests. Not whole: a counter's increase is extrapolated to the ends of its window. */
  readonly n: number;
  /** Requests that ended in an error of the server. */
  readonly bad: number;
  /** Requests that took longer than the baseline's edge; undefined where there is no histogram. */
  readonly slow?: number;
  /** For people alone, seconds. */
  readonly p99Seconds?: number;
}

/** What some pods used within the same window. Each part only where the source says it. */
export interface ResourceUse {
  /** Scheduling periods, and those in which a container was held back by its limit. */
  readonly cpu?: { readonly periods: number; readonly throttled: number };
  /** The fullest pod: its working set over its limit. */
  readonly memoryShare?: number;
}

/** One cohort of a workload at one evaluation: how many pods it has, and what was measured of them. */
export interface CohortSample {
  readonly pods: number;
  readonly requests: Measured<RequestCounts>;
  readonly use: Measured<ResourceUse>;
}

/**
 * One evaluation of one workload. `patched`: its pods on nodes that were patched in this rollout and are warm;
 * `unpatched`: its pods on nodes that were not, which stood there for the whole window.
 */
export interface Sample {
  /** `Deployment/shop/cart`. */
  readonly workload: string;
  /** Product time, epoch ms. */
  readonly at: number;
  readonly patched: CohortSample;
  readonly unpatched: CohortSample;
  /** Pods of it stand on patched nodes, but are too young to be judged. */
  readonly warming: number;
  /** Of all its pods together, where the source knows no pods: then the cohorts have no requests of their own. */
  readonly whole?: Measured<RequestCounts>;
}

/** What is counted as bad: requests that failed, and requests that took too long. */
export type RequestMetric = 'errors' | 'slow';

export const REQUEST_METRICS: readonly RequestMetric[] = ['errors', 'slow'];

/** How many of the requests were bad by this metric; undefined where the source does not say. */
export function badOf(counts: RequestCounts, metric: RequestMetric): number | undefined {
  return metric === 'errors' ? counts.bad : counts.slow;
}
