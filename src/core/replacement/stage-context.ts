import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { Claim } from '../rollout/claim.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { NodeWork, Seen } from './seen.ts';

/** What every stage of replacing a node decides from. */
export interface StageContext {
  readonly rollout: Rollout;
  readonly plan: RolloutPlan;
  readonly claim: Claim;
  readonly seen: Seen;
  readonly work: NodeWork;
}

/** The rollout with its claim changed. */
export function withClaim({ rollout, claim }: StageContext, change: Partial<Claim>): Rollout {
  return { ...rollout, active: { ...claim, ...change } };
}

/** What people should look at when it is not well after a node's replacement; a node may have held nothing of theirs. */
export function whatItTouched({ workloads, node }: Claim): readonly string[] {
  return workloads.length > 0 ? workloads.map(({ ref }) => ref) : [`Node/${node.name}`];
}
