import type { BaselineRequests } from '../../core/health/baseline.ts';
import { REQUESTS_MIN } from '../../core/health/gate-rules.ts';
import type { RequestCounts } from '../../core/health/sample.ts';
import type { PastWindow } from '../../ports/metrics.ts';
import { PERIOD_MS } from './metric-data.ts';
import type { MetricPoint } from './metric-data.ts';

/** What a target group says of its minutes, each oldest first. A minute without bad requests has no point for them. */
export interface TargetGroupPoints {
  readonly requests: readonly MetricPoint[];
  readonly bad: readonly MetricPoint[];
  /** Seconds. */
  readonly p99: readonly MetricPoint[];
  /** Per cent of the requests that took no longer than the edge; undefined: nobody asked. */
  readonly within: readonly MetricPoint[] | undefined;
}

/** Edges of what is slow, seconds: those of common histograms, so that the same workload is judged alike by every source. */
const EDGES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Minute {
  readonly at: number;
  readonly n: number;
  readonly bad: number;
  readonly slow: number | undefined;
}

/** The edge next above the p99 of the minutes, each counted by its requests. */
export function edgeAbove(points: TargetGroupPoints): number | undefined {
  const p99 = meanP99(points);
  return p99 === undefined ? undefined : EDGES.find((edge) => edge >= p99);
}

export function countsOf(points: TargetGroupPoints): RequestCounts {
  const minutes = minutesOf(points);
  const p99Seconds = meanP99(points);
  return {
    n: sum(minutes, ({ n }) => n),
    bad: sum(minutes, ({ bad }) => bad),
    ...(points.within ? { slow: sum(minutes, ({ slow }) => slow ?? 0) } : {}),
    ...(p99Seconds === undefined ? {} : { p99Seconds }),
  };
}

/** How it went in all, and in the worst of the trailing windows, one each minute. */
export function pastOf(
  points: TargetGroupPoints,
  { lengthMs, rateMs }: PastWindow,
  edge: number | undefined,
): BaselineRequests {
  const minutes = minutesOf(points);
  const whole = countsOf(points);
  const windows = minutes
    .map(({ at }) => minutes.filter((one) => one.at > at - rateMs && one.at <= at))
    .filter((window) => sum(window, ({ n }) => n) >= REQUESTS_MIN);
  const worst = (badOf: (minute: Minute) => number): number =>
    Math.max(0, ...windows.map((window) => Math.min(1, sum(window, badOf) / sum(window, ({ n }) => n))));
  const { slow } = whole;
  return {
    lengthMs,
    n: whole.n,
    bad: whole.bad,
    worst: {
      errors: worst(({ bad }) => bad),
      ...(slow === undefined ? {} : { slow: worst((minute) => minute.slow ?? 0) }),
    },
    // As many as do not overlap.
    windows: Math.floor((windows.length * PERIOD_MS) / rateMs),
    ...(slow === undefined ? {} : { slow }),
    ...(edge === undefined || slow === undefined ? {} : { slowAboveSeconds: edge }),
    ...(whole.p99Seconds === undefined ? {} : { p99Seconds: whole.p99Seconds }),
  };
}

function minutesOf({ requests, bad, within }: TargetGroupPoints): readonly Minute[] {
  const bads = byTime(bad);
  const withins = within && byTime(within);
  return requests.map(({ at, value: n }) => {
    const share = withins?.get(at);
    return {
      at,
      n,
      bad: Math.min(n, bads.get(at) ?? 0),
      slow: share === undefined ? undefined : n * Math.max(0, 1 - share / 100),
    };
  });
}

function meanP99({ requests, p99 }: TargetGroupPoints): number | undefined {
  const counts = byTime(requests);
  const weight = sum(p99, ({ at }) => counts.get(at) ?? 0);
  return weight > 0 ? sum(p99, ({ at, value }) => value * (counts.get(at) ?? 0)) / weight : undefined;
}

function byTime(points: readonly MetricPoint[]): ReadonlyMap<number, number> {
  return new Map(points.map(({ at, value }) => [at, value]));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0);
}
