import type { WorkloadBaseline } from '../../../src/core/health/baseline.ts';
import { gateTiming } from '../../../src/core/health/gate-timing.ts';
import { judge } from '../../../src/core/health/judge.ts';
import type { GateFacts } from '../../../src/core/health/judge.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { CohortSample, Sample } from '../../../src/core/health/sample.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { Chance } from './chance.ts';
import { generateSteps, STEP_SECONDS } from './generated-traffic.ts';
import type { Step, TrafficModel } from './generated-traffic.ts';

/** How so many health windows of one kind ended. */
export interface Tallied {
  readonly checks: number;
  readonly halted: number;
  readonly paused: number;
  /** Windows in which rule E asked for a longer look at least once. */
  readonly extended: number;
  readonly passed: number;
  /** Windows in which nothing could be compared. */
  readonly blind: number;
  /** Sum of seconds until the halt. */
  readonly haltSeconds: number;
}

/** The durations of an ordinary node: 5 minutes, an evaluation each 30 s on the trailing 2 minutes, 60 s of warm-up. */
const TIMING = gateTiming(DEFAULT_POLICY, false, 15_000);
const STEP_MS = STEP_SECONDS * 1_000;
const STEPS_A_RATE = TIMING.rateMs / STEP_MS;
const WORKLOAD = 'Deployment/shop/checkout';

/** Runs whole health windows through `judge`, each evaluation as the engine would ask it. */
export function runChecks(model: TrafficModel, checks: number, seed: number): Tallied {
  const chance = new Chance(seed);
  const sum = { checks, halted: 0, paused: 0, extended: 0, passed: 0, blind: 0, haltSeconds: 0 };
  for (let check = 0; check < checks; check++) {
    const end = runWindow(model, chance);
    if (end.verdict === 'HALT') {
      sum.halted += 1;
      sum.haltSeconds += end.seconds;
    }
    if (end.verdict === 'PAUSE') sum.paused += 1;
    if (end.verdict === 'PASS') sum.passed += 1;
    if (end.extended) sum.extended += 1;
    if (end.blind) sum.blind += 1;
  }
  return sum;
}

/** Evaluations of a window; more means that it does not come to an end. */
const EVALUATIONS_MAX = 60;

function runWindow(
  model: TrafficModel,
  chance: Chance,
): {
  readonly verdict: string;
  readonly seconds: number;
  readonly extended: boolean;
  readonly blind: boolean;
} {
  const count = STEPS_A_RATE + (EVALUATIONS_MAX * TIMING.everyMs) / STEP_MS;
  const steps = generateSteps(model, count, STEPS_A_RATE, chance);
  const samples: Sample[] = [];
  let extended = false;
  for (let turn = 1; turn <= EVALUATIONS_MAX; turn++) {
    const now = turn * TIMING.everyMs;
    samples.push(sampleAt(steps, now));
    const { verdict, reasons, judged } = judge(samples, factsOf(model, turn), TIMING, now);
    extended ||= reasons.some(({ tier, verdict: told }) => tier === 'T1' && told === 'EXTEND');
    const blind = judged.length === 0;
    if (verdict === 'HALT' || verdict === 'PAUSE' || verdict === 'PASS')
      return { verdict, seconds: now / 1_000, extended, blind };
  }
  return { verdict: 'EXTEND', seconds: 0, extended, blind: false };
}

function sampleAt(steps: readonly Step[], now: number): Sample {
  const end = STEPS_A_RATE + now / STEP_MS;
  const seen = steps.slice(end - STEPS_A_RATE, end);
  const isWarm = now >= TIMING.warmUpMs;
  return {
    workload: WORKLOAD,
    at: now,
    patched: isWarm
      ? cohort(
          1,
          seen.map(({ patched }) => patched),
        )
      : cohort(0, []),
    unpatched: cohort(
      9,
      seen.map(({ unpatched }) => unpatched),
    ),
    warming: isWarm ? 0 : 1,
  };
}

function cohort(pods: number, parts: readonly Step['patched'][]): CohortSample {
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const bad = parts.reduce((sum, part) => sum + part.bad, 0);
  const use = { kind: 'not-offered', why: 'not generated' } as const;
  return { pods, requests: measured({ n, bad }), use };
}

/** No T2 here: it compares with a past that this benchmark does not generate. */
function factsOf(model: TrafficModel, looks: number): GateFacts {
  const n = model.rps * (TIMING.baselineMs / 1_000);
  const baseline: WorkloadBaseline = {
    workload: WORKLOAD,
    source: { kind: 'ambient', name: 'generated', dimensions: {} },
    requests: { lengthMs: TIMING.baselineMs, n, bad: n * model.base, worst: { errors: 1 }, windows: 15 },
  };
  return { kubernetes: { verdict: 'PASS', reasons: [] }, since: 0, looks, baselines: [baseline] };
}
