import type { WorkloadBaseline } from './baseline.ts';
import { VALID_SHARE_MIN } from './gate-rules.ts';
import type { GateTiming } from './gate-timing.ts';
import { judgeAmbient } from './judge-ambient.ts';
import { isRequired, judgeCoverage } from './judge-coverage.ts';
import { judgeRequests } from './judge-requests.ts';
import { judgeResources } from './judge-resources.ts';
import type { GateJudgement, Judged, NotJudged, Reason } from './judgement.ts';
import { REQUEST_METRICS } from './sample.ts';
import type { RequestMetric, Sample } from './sample.ts';
import { worst } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What is known beside the samples. */
export interface GateFacts {
  /** T0: what Kubernetes itself shows now (judge-facts.ts). */
  readonly kubernetes: { readonly verdict: Verdict; readonly reasons: readonly string[] };
  /** When the window began: the replacements of all moved pods were ready. */
  readonly since: number;
  /** Looks of the window that had all facts. A window with gaps is not passed. */
  readonly looks: number;
  /** The touched workloads as they were before. One that is missing here is not judged by its metrics. */
  readonly baselines: readonly WorkloadBaseline[];
  /** What was judged beside the workloads: alerts, nodes. */
  readonly surroundings?: readonly Part[];
  /** Why requests are not judged at all: no source is configured. */
  readonly noSource?: string;
}

interface Part {
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * The health gate: did patching make something worse, and is now a bad time to go on? Pure: the same samples and facts
 * give the same verdict. Only positive evidence halts, missing knowledge holds, and a window that is not over, or was
 * not watched, is never passed. `samples`: of this window, of all touched workloads, oldest first.
 */
export function judge(
  samples: readonly Sample[],
  facts: GateFacts,
  timing: GateTiming,
  now: number,
): GateJudgement {
  const parts = [
    kubernetes(facts),
    ...(facts.surroundings ?? []),
    ...facts.baselines.map((baseline) =>
      judgeWorkload(
        baseline,
        samples.filter(({ workload }) => workload === baseline.workload),
        facts,
        timing,
        now,
      ),
    ),
  ];
  const reasons = [...parts.flatMap((part) => part.reasons), ...windowReasons(facts, timing, now)];
  const verdict = inTime(worst(reasons.map((reason) => reason.verdict)), facts, timing, now);
  return {
    verdict,
    reasons: reasons.toSorted(
      (one, other) => Number(other.verdict === verdict) - Number(one.verdict === verdict),
    ),
    judged: parts.flatMap((part) => part.judged),
    notJudged: [
      ...(facts.noSource ? [{ why: facts.noSource }] : []),
      ...parts.flatMap((part) => part.notJudged),
    ],
  };
}

function kubernetes({ kubernetes: { verdict, reasons } }: GateFacts): Part {
  const told: readonly Reason[] =
    verdict === 'PASS' ? [] : reasons.map((sentence) => ({ verdict, tier: 'T0', sentence }));
  return { reasons: told, judged: [], notJudged: [] };
}

function judgeWorkload(
  baseline: WorkloadBaseline,
  samples: readonly Sample[],
  facts: GateFacts,
  timing: GateTiming,
  now: number,
): Part {
  const parts = [
    ...(baseline.source.kind === 'none'
      ? [notJudged(baseline.workload, baseline.source.why)]
      : REQUEST_METRICS.map((metric) => judgeMetric(baseline, metric, samples, facts, timing, now))),
    judgeResources(baseline.workload, samples, timing, now),
  ];
  return {
    reasons: parts.flatMap(({ reasons }) => reasons),
    judged: parts.flatMap(({ judged }) => judged),
    notJudged: parts.flatMap((part) => part.notJudged),
  };
}

function judgeMetric(
  baseline: WorkloadBaseline,
  metric: RequestMetric,
  samples: readonly Sample[],
  facts: GateFacts,
  timing: GateTiming,
  now: number,
): Part {
  if (metric === 'slow' && baseline.requests?.slowAboveSeconds === undefined) {
    return notJudged(
      baseline.workload,
      'there is no histogram of its durations, or its p99 is beyond the last edge',
      metric,
    );
  }
  const windowEnds = facts.since + timing.windowMs;
  const concurrent = judgeRequests({ baseline, metric, samples, timing, windowEnds, now });
  const ambient = judgeAmbient(baseline, metric, samples);
  const coverage = isRequired(baseline, metric, timing.rateMs)
    ? judgeCoverage({
        workload: baseline.workload,
        metric,
        evaluations: concurrent.evaluations,
        timing,
        windowEnds,
        now,
      })
    : [];
  // What the whole workload was compared with its past in is judged, if only by T2: both are said.
  const untold =
    ambient.judged.length > 0
      ? concurrent.notJudged
      : [...concurrent.notJudged, ...ambient.notJudged].slice(0, 1);
  return {
    reasons: [
      ...concurrent.reasons,
      ...(concurrent.isDeciding ? ambient.reasons.map(untilDecided) : ambient.reasons),
      ...coverage,
    ],
    judged: [...concurrent.judged, ...ambient.judged],
    notJudged: untold,
  };
}

/**
 * The workload as a whole suffers from its patched pods, too, and T2 may have counted a look before T1 could: it does not
 * ask a person while T1 is about to say whether patching did it. Either T1's run goes on, or the next look ends it.
 */
function untilDecided(reason: Reason): Reason {
  const what = reason.metric === 'errors' ? 'errors' : 'slow requests';
  const sentence = `${reason.workload ?? 'A workload'} as a whole suffers, and more on patched nodes: the next looks at its ${what} decide whether patching did it.`;
  return { ...reason, verdict: 'EXTEND', sentence };
}

function notJudged(workload: string, why: string, metric?: RequestMetric): Part {
  return { reasons: [], judged: [], notJudged: [{ workload, why, ...(metric ? { metric } : {}) }] };
}

/** A window that was cut short, or in which drover did not look, is no window. */
function windowReasons({ since, looks }: GateFacts, timing: GateTiming, now: number): readonly Reason[] {
  const leftMs = since + timing.windowMs - now;
  const missing = Math.ceil((VALID_SHARE_MIN * timing.windowMs) / timing.everyMs) - looks;
  if (leftMs > 0)
    return [
      {
        verdict: 'EXTEND',
        tier: 'window',
        sentence: `The window is open for another ${Math.ceil(leftMs / 1_000)} s.`,
      },
    ];
  if (missing > 0)
    return [
      {
        verdict: 'UNKNOWN',
        tier: 'window',
        sentence: `The window had too few looks: ${missing} more are needed.`,
      },
    ];
  return [];
}

/** Looking longer and not knowing have an end: then a person decides. */
function inTime(verdict: Verdict, { since }: GateFacts, timing: GateTiming, now: number): Verdict {
  const isOver = now > since + timing.windowMs + timing.extensionMs;
  return isOver && (verdict === 'EXTEND' || verdict === 'UNKNOWN') ? 'PAUSE' : verdict;
}
