import type { WorkloadBaseline } from '../../../src/core/health/baseline.ts';
import { gateTiming } from '../../../src/core/health/gate-timing.ts';
import { judge } from '../../../src/core/health/judge.ts';
import type { GateFacts } from '../../../src/core/health/judge.ts';
import type { GateJudgement } from '../../../src/core/health/judgement.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { CohortSample, RequestCounts, ResourceUse, Sample } from '../../../src/core/health/sample.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';

export const TIMING = gateTiming(DEFAULT_POLICY, false, 15_000);
export const CHECKOUT = 'Deployment/shop/checkout';
const EVERY = TIMING.everyMs;

const NO_USE = { kind: 'not-offered', why: 'the source does not say what pods use' } as const;

/** `cohort(2, { n: 400, bad: 3 })`: two pods with 400 requests in the trailing window, of which 3 failed. */
export function cohort(
  pods: number,
  requests: CohortSample['requests'] | RequestCounts,
  use: CohortSample['use'] | ResourceUse = NO_USE,
): CohortSample {
  return {
    pods,
    requests: 'kind' in requests ? requests : measured(requests),
    use: 'kind' in use ? use : measured(use),
  };
}

export const NOBODY = cohort(0, { kind: 'not-offered', why: 'there are no such pods' });

/** Evaluations of one workload, one each 30 s, the first 30 s after the window began at 0. */
export function evaluations(
  ...parts: readonly (Partial<Sample> & { readonly times?: number })[]
): readonly Sample[] {
  return parts
    .flatMap(({ times = 1, ...part }) => Array.from({ length: times }, () => part))
    .map((part, index) => ({
      workload: CHECKOUT,
      at: (index + 1) * EVERY,
      patched: cohort(2, { n: 400, bad: 1, slow: 4 }),
      unpatched: cohort(6, { n: 1_200, bad: 4, slow: 12 }),
      warming: 0,
      ...part,
    }));
}

/** A workload with 800 requests in two minutes, of which one in 300 fails and one in 100 is slow. */
export function aBaseline(change: Partial<WorkloadBaseline> = {}): WorkloadBaseline {
  return {
    workload: CHECKOUT,
    source: {
      kind: 'series',
      series: {
        name: 'http_requests_total',
        total: 'http_requests_total',
        only: {},
        codeLabel: 'code',
        badCodes: '5..',
      },
    },
    requests: {
      lengthMs: TIMING.baselineMs,
      n: 12_000,
      bad: 40,
      slow: 120,
      worst: { errors: 0.008, slow: 0.02 },
      windows: 15,
      slowAboveSeconds: 0.25,
      p99Seconds: 0.21,
    },
    ...change,
  };
}

/** The verdict after the last of these samples, or at `now`. */
export function judged(
  samples: readonly Sample[],
  facts: Partial<GateFacts> = {},
  now = samples.at(-1)?.at ?? 0,
): GateJudgement {
  return judge(
    samples,
    {
      kubernetes: { verdict: 'PASS', reasons: [] },
      since: 0,
      looks: Math.floor(now / EVERY),
      baselines: [aBaseline()],
      ...facts,
    },
    TIMING,
    now,
  );
}

/** What stands in the reasons of the verdict. */
export function because({ verdict, reasons }: GateJudgement): string {
  return reasons
    .filter((reason) => reason.verdict === verdict)
    .map(({ sentence }) => sentence)
    .join('\n');
}
