import type { RequestSeries } from './request-series.ts';
import type { RequestMetric } from './sample.ts';

/** A workload as its metrics showed it before the rollout touched anything. Taken when a node is claimed. */
export interface WorkloadBaseline {
  /** `Deployment/shop/cart`. */
  readonly workload: string;
  /** The series that its requests are read from, or why there are none. */
  readonly source: RequestSource | { readonly kind: 'none'; readonly why: string };
  /** Undefined where there was nothing to read. */
  readonly requests?: BaselineRequests;
}

/** What tells of a workload's requests. */
export type RequestSource =
  | { readonly kind: 'series'; readonly series: RequestSeries }
  /** A source that knows no pods: patched and unpatched ones cannot be told apart, only the whole is judged. */
  | {
      readonly kind: 'ambient';
      /** What it is called to people: `targetgroup/web/6d0ecf831eec9f09`. */
      readonly name: string;
      /** What the source calls it. */
      readonly dimensions: Readonly<Record<string, string>>;
    };

export interface BaselineRequests {
  /** How far back it goes, ms. */
  readonly lengthMs: number;
  readonly n: number;
  readonly bad: number;
  readonly slow?: number;
  /** The worst shares of bad requests in any trailing window within the baseline. */
  readonly worst: { readonly errors: number; readonly slow?: number };
  /** How many such windows had enough requests to count. */
  readonly windows: number;
  /** Requests slower than this (seconds) are slow: the edge of the histogram next above the p99 of that time. */
  readonly slowAboveSeconds?: number;
  readonly p99Seconds?: number;
}

/** Requests that a window of so many ms had, on average. */
export function expectedRequests({ n, lengthMs }: BaselineRequests, windowMs: number): number {
  return lengthMs > 0 ? (n / lengthMs) * windowMs : 0;
}

/** The share of bad requests before the rollout; undefined where it was not measured. */
export function baselineRate(requests: BaselineRequests, metric: RequestMetric): number | undefined {
  const bad = metric === 'errors' ? requests.bad : requests.slow;
  return bad === undefined || requests.n <= 0 ? undefined : bad / requests.n;
}
