import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { Rollout } from './rollout.ts';

/** The template version that new instances must boot: the plan's, or the one that was made after the approval. */
export function approvedVersion(rollout: Rollout, plan: RolloutPlan): string {
  return rollout.madeVersion ?? plan.release.templateVersion;
}
