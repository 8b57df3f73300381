import type { GateTiming } from './gate-timing.ts';
import { RESOURCE_RULES } from './gate-rules.ts';
import type { Judged, NotJudged, Reason } from './judgement.ts';
import { whyNot } from './measured.ts';
import { percent } from './number-words.ts';
import type { ResourceUse, Sample } from './sample.ts';
import { trailingStreak } from './streak.ts';

interface ResourceJudgement {
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
}

type ResourceMetric = 'throttle' | 'memory';

/**
 * T3: are pods on patched nodes held back by their CPU limit, or close to the end of their memory, as those on unpatched
 * nodes are not? CPU use alone is never judged: a new kernel or instance type moves it honestly.
 */
export function judgeResources(
  workload: string,
  samples: readonly Sample[],
  timing: GateTiming,
  now: number,
): ResourceJudgement {
  const parts = (['throttle', 'memory'] as const).map((metric) =>
    judgeResource({ workload, metric, samples, timing, now }),
  );
  return {
    reasons: parts.flatMap(({ reasons }) => reasons),
    judged: parts.flatMap(({ judged }) => judged),
    notJudged: parts.flatMap(({ notJudged }) => notJudged),
  };
}

interface Case {
  readonly workload: string;
  readonly metric: ResourceMetric;
  readonly samples: readonly Sample[];
  readonly timing: GateTiming;
  readonly now: number;
}

interface Pair {
  readonly at: number;
  readonly patched: number | undefined;
  readonly unpatched: number | undefined;
}

function judgeResource({ workload, metric, samples, timing, now }: Case): ResourceJudgement {
  const pairs = samples.map((sample): Pair => ({
    at: sample.at,
    patched: valueOf(sample.patched.use, metric),
    unpatched: valueOf(sample.unpatched.use, metric),
  }));
  const last = pairs.findLast(({ patched, unpatched }) => patched !== undefined && unpatched !== undefined);
  if (!last) return { reasons: [], judged: [], notJudged: [{ workload, metric, why: whyNothing(samples) }] };
  const numbers = `${words(metric)} ${percent(last.patched ?? 0)} on patched nodes, ${percent(last.unpatched ?? 0)} on the others`;
  const streak = trailingStreak(
    pairs.map((pair, index) => ({ at: pair.at, says: violates(metric, pair, pairs.slice(0, index)) })),
  );
  const compared = pairs.filter(({ patched, unpatched }) => patched !== undefined && unpatched !== undefined);
  const judged: Judged = { workload, metric, tier: 'T3', evaluations: compared.length, numbers };
  if (streak.count < RESOURCE_RULES[metric].inARow || streak.since === undefined) {
    return { reasons: [], judged: [judged], notJudged: [] };
  }
  const verdict = now - streak.since >= timing.extensionMs ? 'PAUSE' : 'EXTEND';
  const sentence = `${workload}: ${numbers}, ${streak.count} evaluations in a row.`;
  return { reasons: [{ verdict, tier: 'T3', workload, metric, sentence }], judged: [judged], notJudged: [] };
}

function valueOf(answer: Sample['patched']['use'], metric: ResourceMetric): number | undefined {
  if (answer.kind !== 'measured') return undefined;
  return metric === 'throttle' ? throttledShare(answer.value) : answer.value.memoryShare;
}

/** A container without a limit has no periods: it is never held back. */
function throttledShare({ cpu }: ResourceUse): number | undefined {
  if (!cpu) return undefined;
  return cpu.periods > 0 ? Math.min(1, cpu.throttled / cpu.periods) : 0;
}

function violates(
  metric: ResourceMetric,
  { patched, unpatched }: Pair,
  before: readonly Pair[],
): boolean | undefined {
  if (patched === undefined || unpatched === undefined) return undefined;
  const { share, factor } = RESOURCE_RULES[metric];
  const high = patched > share && patched > factor * unpatched;
  return metric === 'throttle' ? high : high && isRising(patched, before);
}

/** Over the window: higher than at its first look. Memory that is full and stays so is a cache. */
function isRising(patched: number, before: readonly Pair[]): boolean {
  const first = before.find(({ patched: value }) => value !== undefined)?.patched;
  return first !== undefined && patched > first;
}

function whyNothing(samples: readonly Sample[]): string {
  const last = samples.at(-1);
  if (!last) return 'nothing was measured yet';
  if (last.patched.pods === 0) return 'none of its pods is on a patched node';
  if (last.unpatched.pods === 0) return 'none of its pods is left on an unpatched node to compare with';
  return whyNot(last.patched.use) ?? whyNot(last.unpatched.use) ?? 'the source does not say it';
}

function words(metric: ResourceMetric): string {
  return metric === 'throttle' ? 'CPU held back in' : 'memory (working set of its limit, the fullest pod)';
}
