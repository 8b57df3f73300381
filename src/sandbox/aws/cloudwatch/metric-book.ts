import type { WorldClock } from '../../clock.ts';

export interface MetricName {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values that were reported, each so many times. */
export type Reported = readonly { readonly value: number; readonly times: number }[];

export interface StatPoint {
  /** The beginning of its period, world ms. */
  readonly at: number;
  readonly value: number;
}

interface Asked {
  readonly stat: string;
  readonly periodMs: number;
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

const MINUTE_MS = 60_000;

/** World ms after its end at which a minute can be seen. AWS promises nothing; one to three minutes are what people see. */
const LATE_MS = 90_000;

/** World ms for which points are kept. */
const KEPT_MS = 3 * 3_600_000;

/** What the account's metrics were told, in minutes. Whoever asks sees only minutes that have arrived. */
export class MetricBook {
  readonly #clock: Pick<WorldClock, 'now'>;
  readonly #minutes = new Map<string, Map<number, Reported>>();

  constructor(clock: Pick<WorldClock, 'now'>) {
    this.#clock = clock;
  }

  report(name: MetricName, at: number, values: Reported): void {
    const key = keyOf(name);
    const series = this.#minutes.get(key) ?? new Map<number, Reported>();
    this.#minutes.set(key, series);
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    series.set(minute, [...(series.get(minute) ?? []), ...values.filter(({ times }) => times > 0)]);
    const oldest = [...series.keys()].filter((one) => one < minute - KEPT_MS);
    for (const one of oldest) series.delete(one);
  }

  /** Oldest first. Undefined: the statistic is none that is known here. */
  read(name: MetricName, { stat, periodMs, from, to }: Asked): readonly StatPoint[] | undefined {
    const statOf = statistic(stat);
    if (!statOf) return undefined;
    const series = this.#minutes.get(keyOf(name)) ?? new Map<number, Reported>();
    const seen = [...series].filter(
      ([at]) => at >= from && at < to && at + MINUTE_MS + LATE_MS <= this.#clock.now(),
    );
    const periods = Map.groupBy(seen, ([at]) => Math.floor(at / periodMs) * periodMs);
    return [...periods]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([at, minutes]) => {
        const values = minutes.flatMap(([, reported]) => reported);
        return values.length === 0 ? [] : [{ at, value: statOf(values) }];
      });
  }
}

function keyOf({ namespace, metric, dimensions }: MetricName): string {
  const sorted = Object.entries(dimensions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([namespace, metric, sorted]);
}

/** `Sum`, `p99`, `PR(:0.5)`: the share (per cent) of values up to 0.5. */
function statistic(stat: string): ((values: Reported) => number) | undefined {
  const [, percentile] = /^p(\d{1,2}(?:\.\d+)?)$/.exec(stat) ?? [];
  if (percentile !== undefined) return (values) => percentileOf(values, Number(percentile) / 100);
  const [, upTo] = /^PR\(:(\d+(?:\.\d+)?)\)$/.exec(stat) ?? [];
  if (upTo !== undefined)
    return (values) => (100 * timesOf(values.filter(({ value }) => value <= Number(upTo)))) / timesOf(values);
  switch (stat) {
    case 'Sum':
      return sumOf;
    case 'SampleCount':
      return timesOf;
    case 'Average':
      return (values) => sumOf(values) / timesOf(values);
    case 'Maximum':
      return (values) => Math.max(...values.map(({ value }) => value));
    case 'Minimum':
      return (values) => Math.min(...values.map(({ value }) => value));
    default:
      return undefined;
  }
}

function sumOf(values: Reported): number {
  return values.reduce((sum, { value, times }) => sum + value * times, 0);
}

function timesOf(values: Reported): number {
  return values.reduce((sum, { times }) => sum + times, 0);
}

function percentileOf(values: Reported, share: number): number {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  let left = share * timesOf(values);
  return sorted.find(({ times }) => (left -= times) <= 0)?.value ?? sorted.at(-1)?.value ?? 0;
}
