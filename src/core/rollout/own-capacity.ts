import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { GroupView } from '../replacement/seen.ts';
import type { Rollout } from './rollout.ts';

/**
 * How many nodes the group has asked for only because this rollout did. What others ask for beside them is theirs. Where
 * it was never written down, whatever is above the former size is taken for ours.
 */
export function ownSurplus({ prior, expectedDesired }: Rollout): number {
  if (!prior) return 0;
  return (expectedDesired ?? Number.POSITIVE_INFINITY) - prior.desired;
}

/** A raise that was about to be asked for when the record ends, and is there: it is ours. Undefined: there is none. */
export function unrecordedRaise(
  rollout: Rollout,
  plan: RolloutPlan,
  { group }: GroupView,
): Rollout | undefined {
  const { prior, raisedAt, surgedAt } = rollout;
  if (!prior || raisedAt === undefined || surgedAt !== undefined || group.desired <= prior.desired)
    return undefined;
  const expectedDesired = Math.min(group.desired, prior.desired + plan.surge);
  return { ...rollout, surgedAt: raisedAt, expectedDesired };
}

/** An instance of ours was ended and took its capacity with it. */
export function withOneLess(rollout: Rollout, now: number): Rollout {
  const { expectedDesired } = rollout;
  return {
    ...rollout,
    loweredAt: now,
    ...(expectedDesired === undefined ? {} : { expectedDesired: expectedDesired - 1 }),
  };
}
