import type { NodeMetric } from './gate-rules.ts';
import type { RequestMetric } from './sample.ts';
import type { Verdict } from './verdict.ts';

/** Why the gate says what it says: a sentence with its numbers, and what it rests on. */
export interface Reason {
  readonly verdict: Exclude<Verdict, 'PASS'>;
  /** `T0` Kubernetes facts, `T1` patched against unpatched, `T2` against before, `T3` resources, `window` the window itself. */
  readonly tier: 'T0' | 'T1' | 'T2' | 'T3' | 'window';
  readonly sentence: string;
  /** For a picture: what to draw. */
  readonly workload?: string;
  readonly metric?: GateMetric;
}

export type GateMetric = RequestMetric | 'throttle' | 'memory' | NodeMetric | 'alerts';

/** A metric of a workload that was compared, with its last numbers. */
export interface Judged {
  /** `Deployment/shop/cart`, or `Node/ip-10-0-1-7`. */
  readonly workload: string;
  readonly metric: GateMetric;
  readonly tier: 'T1' | 'T2' | 'T3';
  /** Evaluations in the window that compared something. */
  readonly evaluations: number;
  /** `0.21 % of 1,204 requests on patched nodes, 0.19 % of 9,410 on the others`. */
  readonly numbers: string;
}

/** A metric of a workload that was not compared, and why. Always said aloud. */
export interface NotJudged {
  /** Undefined: this concerns all workloads. */
  readonly workload?: string;
  readonly metric?: GateMetric;
  readonly why: string;
}

export interface GateJudgement {
  readonly verdict: Verdict;
  /** Those of the verdict first. */
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
}
