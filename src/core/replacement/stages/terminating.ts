import { keepsNodeBusy } from '../../drain/classify-pod.ts';
import { withOneLess } from '../../rollout/own-capacity.ts';
import { remainingNodes } from '../../rollout/remaining-nodes.ts';
import { DONE, act, firstNotDone, save, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { isLeaving, membersOf } from '../members.ts';
import { isCordonedBy } from '../node-changes.ts';
import { withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';

/** Ends exactly the claimed instance, once: the intent is in the slot before the call, and the call is read back. */
export function terminate(context: StageContext): StepAnswer {
  return firstNotDone([() => stillEmpty(context), () => intended(context), () => terminated(context)]);
}

/** In the same read: the node is ours, cordoned and empty (invariant I5). Otherwise it is drained again. */
function stillEmpty(context: StageContext): StepAnswer {
  const { work, rollout } = context;
  if (isGoing(context) || !work.node) return DONE;
  const busy = work.pods.filter(keepsNodeBusy);
  if (isCordonedBy(work.node, rollout) && busy.length === 0) return DONE;
  return save(
    withClaim(context, {
      stage: 'draining',
      podsLeft: busy.length,
      progressAt: context.seen.now,
      emptySince: undefined,
    }),
  );
}

function intended(context: StageContext): StepAnswer {
  const { claim, seen } = context;
  if (claim.terminate) return DONE;
  return save(withClaim(context, { terminate: { at: seen.now, decrement: mustDecrement(context) } }));
}

/**
 * The last `surge` nodes are not followed by another instance, so that the group ends at the size it had; unless that would
 * leave the zones uneven. Then a successor comes, and a surplus node of the fullest zone is drained and taken away at the end.
 */
function mustDecrement(context: StageContext): boolean {
  const { rollout, plan, claim, seen } = context;
  if (claim.purpose === 'shed') return true;
  const extra = (seen.group?.group.desired ?? 0) - (rollout.prior?.desired ?? plan.desiredBefore);
  return remainingNodes(rollout, plan).length <= extra && !leavesZonesUneven(context);
}

/** Auto Scaling levels zones that differ by more than one instance, and drains nothing for it. */
function leavesZonesUneven({ rollout, claim, seen }: StageContext): boolean {
  if (!seen.group || rollout.prior?.suspendedProcesses.includes('AZRebalance')) return false;
  const staying = membersOf(seen.group).filter(
    (member) => !isLeaving(member) && member.instance.instanceId !== claim.node.instanceId,
  );
  const counts = seen.group.group.zones.map(
    (zone) => staying.filter(({ instance }) => instance.zone === zone).length,
  );
  return Math.max(...counts) - Math.min(...counts) > 1;
}

function terminated(context: StageContext): StepAnswer {
  const { claim, plan, seen } = context;
  if (!seen.group) return wait(plan.policy.pollMs, 'the node group is being read');
  const decrement = claim.terminate?.decrement ?? false;
  if (!isGoing(context)) {
    return act({
      kind: 'terminate',
      group: plan.groupName,
      node: claim.node,
      decrement,
      why: decrement
        ? 'it is drained; the group returns to its size'
        : 'it is drained; the group launches its successor',
    });
  }
  const intent = claim.terminate;
  if (!intent?.decrement || intent.counted) return DONE;
  return save(withOneLess(withClaim(context, { terminate: { ...intent, counted: true } }), seen.now));
}

function isGoing({ claim, seen }: StageContext): boolean {
  if (!seen.group) return false;
  const member = membersOf(seen.group).find(({ instance }) => instance.instanceId === claim.node.instanceId);
  return member === undefined || isLeaving(member);
}
