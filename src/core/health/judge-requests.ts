import { expectedRequests } from './baseline.ts';
import type { WorkloadBaseline } from './baseline.ts';
import { evaluate } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { CLEAN_IN_A_ROW, CONCURRENT_RULES } from './gate-rules.ts';
import type { ConcurrentRule } from './gate-rules.ts';
import type { GateTiming } from './gate-timing.ts';
import type { Judged, NotJudged, Reason } from './judgement.ts';
import { secondsWords, tallyWords } from './number-words.ts';
import type { RequestMetric, Sample } from './sample.ts';
import { trailingStreak } from './streak.ts';

/** What T1 says of one metric of one workload. */
export interface RequestJudgement {
  readonly evaluations: readonly Evaluation[];
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
  /** A rule that halts is violated, not often enough in a row yet: whose fault it is is about to be known. */
  readonly isDeciding: boolean;
}

interface Case {
  readonly baseline: WorkloadBaseline;
  readonly metric: RequestMetric;
  /** Of this workload, oldest first. */
  readonly samples: readonly Sample[];
  readonly timing: GateTiming;
  readonly windowEnds: number;
  readonly now: number;
}

/** T1: the pods on patched nodes against those on unpatched ones in the same minutes. Attributable, so it may halt. */
export function judgeRequests(one: Case): RequestJudgement {
  const { baseline, metric, samples } = one;
  const evaluations = samples.map((sample) =>
    evaluate(sample, metric, expectedOfOne(baseline, sample, one.timing)),
  );
  const judged = evaluations.filter((evaluation) => evaluation.kind === 'judged');
  const last = judged.at(-1);
  return {
    evaluations,
    reasons: firstRule(one, evaluations),
    isDeciding: isDeciding(evaluations),
    judged: last
      ? [
          {
            workload: baseline.workload,
            metric,
            tier: 'T1',
            evaluations: judged.length,
            numbers: `${tallyWords(last.patched)} on patched nodes, ${tallyWords(last.unpatched)} on the others`,
          },
        ]
      : [],
    notJudged: last ? [] : [{ workload: baseline.workload, metric, why: whyNothing(evaluations) }],
  };
}

/** The requests that each pod should have had, if all get the same. */
function expectedOfOne(
  { requests }: WorkloadBaseline,
  { patched, unpatched }: Sample,
  { rateMs }: GateTiming,
): number {
  const pods = patched.pods + unpatched.pods;
  return requests && pods > 0 ? expectedRequests(requests, rateMs) / pods : 0;
}

function whyNothing(evaluations: readonly Evaluation[]): string {
  const last = evaluations.findLast((evaluation) => evaluation.kind !== 'judged');
  return last?.why ?? 'nothing was measured yet';
}

/** The worst rule that is fulfilled; the rules stand in the order of their weight. */
function firstRule(one: Case, evaluations: readonly Evaluation[]): readonly Reason[] {
  for (const rule of CONCURRENT_RULES) {
    const reason = ofRule(one, evaluations, rule);
    if (reason) return [reason];
  }
  return unsettled(one, evaluations);
}

function isDeciding(evaluations: readonly Evaluation[]): boolean {
  return CONCURRENT_RULES.some(({ name, gives, inARow }) => {
    const { count } = trailingStreak(saidBy(evaluations, name));
    return gives === 'HALT' && count > 0 && count < inARow;
  });
}

function ofRule(one: Case, evaluations: readonly Evaluation[], rule: ConcurrentRule): Reason | undefined {
  const streak = trailingStreak(saidBy(evaluations, rule.name));
  if (streak.count < rule.inARow || streak.since === undefined) return undefined;
  const lasts = one.now - streak.since >= one.timing.extensionMs;
  const verdict = rule.gives === 'EXTEND' && lasts ? 'PAUSE' : rule.gives;
  return { verdict, tier: 'T1', ...about(one), sentence: violation(one, evaluations, rule, streak.count) };
}

function about({ baseline, metric }: Case): { readonly workload: string; readonly metric: RequestMetric } {
  return { workload: baseline.workload, metric };
}

function violation(
  one: Case,
  evaluations: readonly Evaluation[],
  { name }: ConcurrentRule,
  count: number,
): string {
  const last = evaluations.findLast((evaluation) => evaluation.kind === 'judged');
  const numbers = last
    ? `${tallyWords(last.patched)} on patched nodes, ${tallyWords(last.unpatched)} on the others`
    : '';
  return `${one.baseline.workload}: ${metricWords(one)} ${numbers}, ${count} evaluations in a row (rule ${name}).`;
}

export function metricWords({ metric, baseline }: Pick<Case, 'metric' | 'baseline'>): string {
  const edge = baseline.requests?.slowAboveSeconds;
  if (metric === 'errors') return 'errors';
  return edge === undefined ? 'slow requests' : `requests slower than ${secondsWords(edge)}`;
}

/**
 * A window does not end in the middle of something: not right after a violation, and not before an alarm that was over
 * has stayed away for a while.
 */
function unsettled(one: Case, evaluations: readonly Evaluation[]): readonly Reason[] {
  if (one.now < one.windowEnds) return [];
  const says = saidBy(evaluations, 'E').filter(({ says: yes }) => yes !== undefined);
  const cleanFor = says.length - 1 - says.findLastIndex(({ says: yes }) => yes === true);
  const alarmed = says.some(
    (_, index) => says.slice(index, index + 3).filter(({ says: yes }) => yes === true).length === 3,
  );
  const needed = alarmed ? CLEAN_IN_A_ROW : 1;
  if (says.length === 0 || cleanFor >= needed) return [];
  const sentence = `${one.baseline.workload}: ${metricWords(one)} were higher on patched nodes a moment ago; the window stays open until that is settled.`;
  return [{ verdict: 'EXTEND', tier: 'T1', ...about(one), sentence }];
}

function saidBy(
  evaluations: readonly Evaluation[],
  rule: ConcurrentRule['name'],
): readonly { readonly at: number; readonly says: boolean | undefined }[] {
  return evaluations.map((evaluation) => {
    switch (evaluation.kind) {
      case 'judged':
        return { at: evaluation.at, says: evaluation.violates.includes(rule) };
      // Too few requests are no evidence that goes on; a source that failed says nothing at all.
      case 'not-judged':
        return { at: evaluation.at, says: false };
      case 'missing':
        return { at: evaluation.at, says: undefined };
    }
  });
}
