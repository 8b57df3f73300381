import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { NodeRef } from './claim.ts';
import type { Rollout } from './rollout.ts';

/** The nodes of the plan that were neither replaced nor skipped yet, in the plan's order. */
export function remainingNodes({ results }: Rollout, plan: RolloutPlan): readonly NodeRef[] {
  const done = new Set(results.map(({ uid }) => uid));
  return plan.nodes.filter(({ uid }) => !done.has(uid));
}
