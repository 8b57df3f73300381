import type { Finding, SkippedCheck, UnknownFinding } from './finding.ts';

export type PreflightVerdict = 'clean' | 'warnings' | 'blockers' | 'unknown';

/** Seconds and moves that the drain simulation predicts. Null where it could not be run. */
export interface Prediction {
  readonly minutes: { readonly p50: number; readonly p90: number };
  readonly perNode: readonly { readonly node: string; readonly seconds: number }[];
  readonly movesPerPod: number;
}

export interface PreflightReport {
  /** Blockers beat unknown, unknown beats warnings. */
  readonly verdict: PreflightVerdict;
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownFinding[];
  readonly skipped: readonly SkippedCheck[];
  /** The ids of the checks that ran and found nothing. */
  readonly passed: readonly string[];
  readonly prediction: Prediction | null;
}
