import type { BaselineRequests } from '../../core/health/baseline.ts';
import { REQUESTS_MIN } from '../../core/health/gate-rules.ts';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { RequestSeries } from '../../core/health/request-series.ts';
import type { PastWindow } from '../../ports/metrics.ts';
import type { CohortReader } from './cohort-reader.ts';
import { edgeAbove, quantile, slowerThan, toHistogram } from './histogram.ts';
import { bucketsQuery, requestsQuery } from './promql.ts';
import { plausible } from './read-answer.ts';
import type { Series } from './read-answer.ts';

const P99 = 0.99;

/** How a cohort's requests went: in all, and in the worst of the trailing windows. `scale`: product ms a ms of the source. */
export async function readPast(
  reader: CohortReader,
  series: RequestSeries,
  window: PastWindow,
  scale: number,
): Promise<Measured<BaselineRequests>> {
  const ownMs = (productMs: number): number => Math.max(1, Math.round(productMs / scale));
  const step = ownMs(window.everyMs) / 1_000;
  // The first window begins where the past does.
  const times = { from: reader.at - ownMs(window.lengthMs - window.rateMs) / 1_000, to: reader.at, step };
  const rangeMs = ownMs(window.rateMs);
  const [total, bad, whole, buckets] = await Promise.all([
    reader.range((pods) => requestsQuery(series, pods, rangeMs), times),
    reader.range((pods) => requestsQuery(series, pods, rangeMs, series.badCodes), times),
    reader.histogram(series, ownMs(window.lengthMs)),
    series.histogram
      ? reader.range((pods) => bucketsQuery(series, pods, rangeMs), times, 'le')
      : measured<readonly Series[]>([]),
  ]);
  const totals = pointsOf(total);
  const bads = pointsOf(bad);
  if (totals.kind !== 'measured') return totals;
  if (bads.kind !== 'measured') return bads;
  if (whole.kind !== 'measured') return whole;
  if (buckets.kind !== 'measured') return buckets;
  const edge = whole.value && edgeAbove(whole.value, P99);
  const slows = edge === undefined ? undefined : slowPoints(buckets.value, series, edge);
  const p99 = whole.value && quantile(whole.value, P99);
  return measured({
    ...summed(totals.value, bads.value, slows, window),
    ...(edge === undefined || !slows ? {} : { slowAboveSeconds: edge }),
    ...(p99 === undefined ? {} : { p99Seconds: p99 }),
  });
}

type Points = ReadonlyMap<number, number>;

/** At most one series, of which each point must be a count. None at all: nobody called. */
function pointsOf(answer: Measured<readonly Series[]>): Measured<Points> {
  if (answer.kind !== 'measured') return answer;
  if (answer.value.length > 1)
    return { kind: 'error', why: `it answered with ${answer.value.length} series where one was asked for` };
  const points = answer.value[0]?.points ?? [];
  const wrong = points.map(({ value }) => plausible(value)).find(({ kind }) => kind === 'error');
  if (wrong?.kind === 'error') return wrong;
  return measured(new Map(points.map(({ seconds, value }) => [seconds, value])));
}

function slowPoints(buckets: readonly Series[], series: RequestSeries, edge: number): Points {
  const instants = new Set(buckets.flatMap(({ points }) => points.map(({ seconds }) => seconds)));
  return new Map(
    [...instants].flatMap((instant) => {
      const at = buckets.flatMap(({ labels, points }) => {
        const point = points.find(({ seconds }) => seconds === instant);
        return point ? [{ labels, points: [point] }] : [];
      });
      const histogram = toHistogram(measured(at), series.histogram?.unitSeconds ?? 1);
      const slow = histogram.kind === 'measured' && histogram.value && slowerThan(histogram.value, edge);
      return typeof slow === 'number' ? [[instant, slow] as const] : [];
    }),
  );
}

/** The windows overlap, so their sum is that of all requests times how often each is counted. */
function summed(
  totals: Points,
  bads: Points,
  slows: Points | undefined,
  { lengthMs, rateMs, everyMs }: PastWindow,
): BaselineRequests {
  const counted = everyMs / rateMs;
  const sum = (points: Points): number => [...points.values()].reduce((all, one) => all + one, 0) * counted;
  const enough = [...totals].filter(([, n]) => n >= REQUESTS_MIN);
  const worst = (points: Points): number =>
    Math.max(0, ...enough.map(([seconds, n]) => Math.min(1, (points.get(seconds) ?? 0) / n)));
  return {
    lengthMs: Math.max(rateMs, Math.min(lengthMs, totals.size * everyMs)),
    n: sum(totals),
    bad: sum(bads),
    worst: { errors: worst(bads), ...(slows ? { slow: worst(slows) } : {}) },
    ...(slows ? { slow: sum(slows) } : {}),
    // As many as do not overlap.
    windows: Math.floor(enough.length * counted),
  };
}
