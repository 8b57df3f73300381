import { baselineRate } from './baseline.ts';
import type { WorkloadBaseline } from './baseline.ts';
import { AMBIENT_RULE, REQUESTS_MIN } from './gate-rules.ts';
import { rateOf } from './evaluation.ts';
import type { Tally } from './evaluation.ts';
import type { Judged, NotJudged, Reason } from './judgement.ts';
import { metricWords } from './judge-requests.ts';
import { percent, tallyWords } from './number-words.ts';
import { badOf } from './sample.ts';
import type { CohortSample, RequestMetric, Sample } from './sample.ts';
import { trailingStreak } from './streak.ts';

export interface AmbientJudgement {
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * T2: the whole workload against its own time before the rollout. It also sees what has nothing to do with patching, so
 * it may ask for a person and never halt. It covers what T1 cannot: the last node, a single replica, lost capacity.
 */
export function judgeAmbient(
  baseline: WorkloadBaseline,
  metric: RequestMetric,
  samples: readonly Sample[],
): AmbientJudgement {
  const { workload } = baseline;
  const limit = ambientLimit(baseline, metric);
  if (typeof limit === 'string') return { ...NOTHING, notJudged: [{ workload, metric, why: limit }] };
  const tallies = samples.map((sample) => ({ at: sample.at, tally: wholeTally(sample, metric) }));
  const known = tallies.flatMap(({ tally }) => (tally && tally.n >= REQUESTS_MIN ? [tally] : []));
  const last = known.at(-1);
  if (!last) return NOTHING;
  const says = tallies.map(({ at, tally }) => ({
    at,
    says: tally && tally.n >= REQUESTS_MIN ? rateOf(tally) > limit : undefined,
  }));
  const streak = trailingStreak(says);
  const numbers = `${tallyWords(last)} in all, the limit is ${percent(limit)}`;
  const before = percent(baselineRate(baseline.requests ?? NO_REQUESTS, metric) ?? 0);
  return {
    reasons:
      streak.count < AMBIENT_RULE.inARow
        ? []
        : [
            {
              verdict: 'PAUSE',
              tier: 'T2',
              workload,
              metric,
              sentence: `${workload}: ${metricWords({ baseline, metric })} ${numbers}, ${before} before the rollout, ${streak.count} evaluations in a row; the workload as a whole suffers, so nothing is rolled back.`,
            },
          ],
    judged: [{ workload, metric, tier: 'T2', evaluations: known.length, numbers }],
    notJudged: [],
  };
}

const NOTHING: AmbientJudgement = { reasons: [], judged: [], notJudged: [] };
const NO_REQUESTS = { lengthMs: 0, n: 0, bad: 0, worst: { errors: 0 }, windows: 0 };

/** The share of bad requests above which an evaluation counts; or why there is none. */
export function ambientLimit({ requests }: WorkloadBaseline, metric: RequestMetric): number | string {
  if (!requests) return 'nothing is known of it before the rollout';
  const before = baselineRate(requests, metric);
  const worst = metric === 'errors' ? requests.worst.errors : requests.worst.slow;
  if (before === undefined || worst === undefined) return 'it was not measured before the rollout';
  if (requests.windows < AMBIENT_RULE.windowsMin)
    return `only ${requests.windows} windows before the rollout had enough requests, ${AMBIENT_RULE.windowsMin} are needed`;
  const { factor, worstFactor, difference } = AMBIENT_RULE;
  return Math.max(factor * before, worstFactor * worst, before + difference);
}

/** Both cohorts together, or what the source says of the whole; undefined if one that has pods could not be measured. */
export function wholeTally(
  { patched, unpatched, whole: told }: Sample,
  metric: RequestMetric,
): Tally | undefined {
  const parts = told
    ? [tally(told, metric)]
    : [patched, unpatched].filter(({ pods }) => pods > 0).map(({ requests }) => tally(requests, metric));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  const whole = parts.filter((part) => part !== undefined);
  return {
    n: Math.round(whole.reduce((sum, { n }) => sum + n, 0)),
    bad: Math.round(whole.reduce((sum, { bad }) => sum + bad, 0)),
  };
}

function tally(requests: CohortSample['requests'], metric: RequestMetric): Tally | undefined {
  if (requests.kind !== 'measured') return undefined;
  const bad = badOf(requests.value, metric);
  return bad === undefined ? undefined : { n: requests.value.n, bad };
}
