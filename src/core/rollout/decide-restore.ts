import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { act, DONE, firstNotDone, save, wait } from '../replacement/decision.ts';
import type { Decision, StepAnswer } from '../replacement/decision.ts';
import { withoutClaim } from '../replacement/decide-claim.ts';
import { isCordonedBy, unmark, giveBack } from '../replacement/node-changes.ts';
import type { Seen } from '../replacement/seen.ts';
import { resumeProcesses, untagGroup } from './put-group-back.ts';
import { returnedTemplate } from './restored-template.ts';
import { returnNode } from './decide-running.ts';
import { finishRestore } from './finish-restore.ts';
import { isFrozen } from './is-frozen.ts';
import type { Rollout } from './rollout.ts';
import { shedSurplus } from './shed-surplus.ts';
import { tell } from './story.ts';

/**
 * Puts back what the rollout changed, each thing seen as done in the world: after a halt or an abort everything, at the
 * good end everything but the template. What cannot be put back is written down with the command that does it.
 */
export function decideRestore(rollout: Rollout, plan: RolloutPlan, seen: Seen): Decision {
  const undoing = rollout.phase === 'halting' || rollout.phase === 'aborting';
  const answer = firstNotDone([
    () => (undoing ? returnInFlight(rollout, plan, seen) : DONE),
    () => (undoing ? openOldNodes(rollout, plan, seen) : DONE),
    () => (undoing ? returnedTemplate(rollout, plan, seen) : DONE),
    () => (isFrozen(rollout) ? finishRestore(rollout, plan, seen) : DONE),
    () => shedSurplus(rollout, plan, seen),
    () => resumeProcesses(rollout, plan, seen),
    () => unmarkNodes(rollout, plan, seen),
    () => untagGroup(rollout, plan, seen),
    // What lands late is put back, too, before anybody is told that all is.
    () => (seen.quietMs > 0 ? wait(seen.quietMs, 'requests without an answer to run out') : DONE),
    () => finishRestore(rollout, plan, seen),
  ]);
  if (answer.kind !== 'stuck') return answer.kind === 'decided' ? answer.decision : { kind: 'idle' };
  const problem = { ...answer.problem, at: seen.now };
  return {
    kind: 'save',
    rollout: tell({ ...rollout, phase: 'paused', problem }, seen.now, { kind: 'paused' }),
  };
}

/** A node in flight whose instance is already ending is not given back: its successor takes its place. */
function returnInFlight(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { active } = rollout;
  // A surplus node stays in work while it is taken away; the brake stops that, too.
  if (!active || (active.purpose === 'shed' && !isFrozen(rollout))) return DONE;
  return firstNotDone([() => returnNode(rollout, plan, seen), () => save(withoutClaim(rollout))]);
}

/** Pods that leave the patched nodes must find the old ones inviting again, and no cordon of ours may be left. */
function openOldNodes(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  if (!seen.group) return wait(plan.policy.pollMs, 'the node group is being read');
  const shedding = rollout.active?.node.uid;
  const acts = seen.group.nodes
    .filter(({ metadata }) => metadata.uid !== shedding && plan.nodes.some(({ uid }) => uid === metadata.uid))
    .flatMap((node) => {
      if (isCordonedBy(node, rollout)) return [giveBack(node, 'it is not being replaced now')];
      const marked = unmark(node, 'it is an ordinary node again');
      return marked ? [marked] : [];
    });
  if (acts.length === 0) return DONE;
  if (seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  return act(...acts);
}

/** What is marked by us becomes an ordinary node again; one that could not be taken away is opened again, too. */
function unmarkNodes(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const nodes = seen.group?.nodes ?? [];
  const cordoned = nodes.filter((node) => isCordonedBy(node, rollout));
  // A node of the plan that is still cordoned is on its way out with its instance.
  const staying = cordoned.filter(({ metadata }) => !plan.nodes.some(({ uid }) => uid === metadata.uid));
  if (staying.length > 0 && seen.quietMs > 0)
    return wait(seen.quietMs, 'requests without an answer to run out');
  const acts = [
    ...staying.map((node) => giveBack(node, 'it could not be taken away')),
    ...nodes
      .filter((node) => !cordoned.includes(node))
      .flatMap((node) => unmark(node, 'the rollout is over') ?? []),
  ];
  return acts.length === 0 ? DONE : act(...acts);
}
