import type { PreflightReport } from '../preflight/preflight-report.ts';
import type { Waiver } from '../preflight/waiver.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { Person } from './rollout.ts';

/** What can happen to a rollout from outside its own work. `at`: product time; `real`: real time, both epoch ms. */
export type RolloutEvent = { readonly at: number; readonly real: number } & (
  | {
      readonly type: 'preflight-passed';
      readonly plan: RolloutPlan;
      readonly planHash: string;
      readonly report: PreflightReport;
      readonly expiresAt: number;
    }
  | { readonly type: 'preflight-blocked'; readonly report: PreflightReport; readonly plan?: RolloutPlan }
  /** A person answers for a finding; preflight is run again with it. */
  | { readonly type: 'waived'; readonly waiver: Waiver }
  | { readonly type: 'refused'; readonly report: PreflightReport; readonly why: string }
  | { readonly type: 'approved'; readonly by: Person; readonly planHash: string }
  | { readonly type: 'rejected'; readonly by: Person }
  | { readonly type: 'cancelled'; readonly by: Person }
  | { readonly type: 'expired' }
  /** Preflight was run again before the first effect, or before going on, and still holds. */
  | { readonly type: 'rechecked'; readonly report: PreflightReport }
  | {
      readonly type: 'recheck-failed';
      readonly report: PreflightReport;
      readonly why: string;
      readonly objects: readonly string[];
    }
  | { readonly type: 'pause-asked'; readonly by: Person }
  | { readonly type: 'resumed'; readonly by: Person }
  | {
      readonly type: 'halt-asked';
      readonly cause: string;
      readonly reasons: readonly string[];
      readonly by?: Person;
    }
  | { readonly type: 'abort-asked'; readonly by: Person }
  | { readonly type: 'held'; readonly why: string }
  | { readonly type: 'hold-over' }
  | { readonly type: 'hold-expired' }
);

export type RolloutEventType = RolloutEvent['type'];
export type EventOf<T extends RolloutEventType> = Extract<RolloutEvent, { type: T }>;
