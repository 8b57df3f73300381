import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { act, DONE, save, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { isLeaving, membersOf } from '../replacement/members.ts';
import type { Seen } from '../replacement/seen.ts';
import { ownSurplus } from './own-capacity.ts';
import type { Rollout } from './rollout.ts';

/**
 * Lowers the desired capacity again when AWS gave nothing. Lowering it while an instance is there would let the group
 * choose a victim without any drain, so launching is stopped first and the group is counted again before.
 */
export function takeBackSurge(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { prior } = rollout;
  if (!prior) return DONE;
  if (!seen.group) return wait(plan.policy.pollMs, 'the node group is being read');
  const { group } = seen.group;
  const there = membersOf(seen.group).filter((member) => !isLeaving(member)).length;
  const launchStopped = group.suspendedProcesses.includes('Launch');
  const isOurs = !prior.suspendedProcesses.includes('Launch');
  if (group.desired > prior.desired && there <= prior.desired && ownSurplus(rollout) > 0) {
    if (isOurs && !rollout.launchStopped) return save({ ...rollout, launchStopped: true });
    if (!launchStopped) {
      const why = 'no instance may arrive while the capacity is taken back';
      return act({ kind: 'suspend-processes', group: plan.groupName, processes: ['Launch'], why });
    }
    const why = 'no capacity was given; no instance is ended by this';
    const lower = { kind: 'set-desired', group: plan.groupName, desired: prior.desired, why } as const;
    // Who raises it from here on is somebody else.
    const thenSave = { ...rollout, expectedDesired: prior.desired };
    return { kind: 'decided', decision: { kind: 'act', acts: [lower], thenSave } };
  }
  if (rollout.launchStopped || (launchStopped && isOurs)) return startLaunching(rollout, plan, seen);
  if (rollout.surgedAt === undefined) return DONE;
  const { surgedAt: _asked, raisedAt: _raised, ...rest } = rollout;
  return save({ ...rest, expectedDesired: Math.min(group.desired, prior.desired) });
}

/** A stop that may still land would outlast the start; and a description that shows no stop may be from before it. */
function startLaunching(
  { launchStopped: _ours, ...rest }: Rollout,
  plan: RolloutPlan,
  seen: Seen,
): StepAnswer {
  if (seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  const why = 'the group must be able to replace instances again';
  const start = { kind: 'resume-processes', group: plan.groupName, processes: ['Launch'], why } as const;
  return { kind: 'decided', decision: { kind: 'act', acts: [start], thenSave: rest } };
}
