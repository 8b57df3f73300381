import { expectedRequests } from './baseline.ts';
import type { WorkloadBaseline } from './baseline.ts';
import type { Evaluation } from './evaluation.ts';
import { REQUESTS_MIN, SOURCE_ERRORS_MAX, VALID_SHARE_MIN } from './gate-rules.ts';
import type { GateTiming } from './gate-timing.ts';
import type { Reason } from './judgement.ts';
import type { RequestMetric } from './sample.ts';

/**
 * Whether a workload's requests must be judged before the window may pass: it has series, and so many requests before
 * the rollout that a window without an answer would be a gap and not a quiet hour.
 */
export function isRequired(
  { source, requests }: WorkloadBaseline,
  metric: RequestMetric,
  rateMs: number,
): boolean {
  if (source.kind === 'none' || !requests) return false;
  if (metric === 'slow' && requests.slowAboveSeconds === undefined) return false;
  return expectedRequests(requests, rateMs) >= REQUESTS_MIN;
}

interface Case {
  readonly workload: string;
  readonly metric: RequestMetric;
  readonly evaluations: readonly Evaluation[];
  readonly timing: GateTiming;
  readonly windowEnds: number;
  readonly now: number;
}

/**
 * Missing knowledge holds: too few valid evaluations in all, too small a share of those in the last window's length, or a
 * source that only errs. A busy machine looks less often than planned; then the window stays open for longer.
 */
export function judgeCoverage(one: Case): readonly Reason[] {
  const { workload, metric, evaluations, timing, now } = one;
  const about = { verdict: 'UNKNOWN', tier: 'T1', workload, metric } as const;
  const erring = errorsInARow(evaluations);
  const why = evaluations.findLast(({ kind }) => kind === 'missing');
  const because = why?.kind === 'missing' ? `: ${why.why}` : '';
  if (erring >= SOURCE_ERRORS_MAX) {
    return [
      {
        ...about,
        sentence: `${workload}: ${metricName(metric)} could not be read ${erring} times in a row${because}.`,
      },
    ];
  }
  // Before its end no window has all of its evaluations.
  if (now < one.windowEnds) return [];
  const valid = evaluations.filter(({ kind }) => kind !== 'missing').length;
  const due = Math.ceil((VALID_SHARE_MIN * timing.windowMs) / timing.everyMs);
  const recent = evaluations.filter(({ at }) => at > now - timing.windowMs);
  const recentValid = recent.filter(({ kind }) => kind !== 'missing').length;
  const isRecentlyValid = recentValid > 0 && recentValid >= VALID_SHARE_MIN * recent.length;
  if (valid >= due && isRecentlyValid) return [];
  const sentence = `${workload}: ${recentValid} of the last ${recent.length} evaluations of its ${metricName(metric)} were valid, ${valid} of at least ${due} in all${because}.`;
  return [{ ...about, sentence }];
}

function errorsInARow(evaluations: readonly Evaluation[]): number {
  const last = evaluations.findLastIndex(
    (evaluation) => evaluation.kind !== 'missing' || !evaluation.isError,
  );
  return evaluations.length - 1 - last;
}

function metricName(metric: RequestMetric): string {
  return metric === 'errors' ? 'errors' : 'slow requests';
}
