import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { save, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { isLeaving, isPatched, membersOf } from '../replacement/members.ts';
import type { GroupView, Seen } from '../replacement/seen.ts';
import type { Halt, Rollout, UndoLine } from './rollout.ts';
import { isFrozen } from './is-frozen.ts';
import { PROCESSES_TO_SUSPEND } from './restored-template.ts';
import { tell } from './story.ts';
import { verify } from './verify.ts';

/** Everything is put back that could be: the rollout comes to its rest, and says what was done and what not. */
export function finishRestore(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const view = seen.group;
  if (!view) return wait(plan.policy.pollMs, 'the node group is being read');
  if (rollout.phase === 'verifying') return verify(rollout, plan, view, seen);
  const undo = undoLines(rollout, plan, view);
  if (rollout.phase === 'halting' && rollout.halt) {
    const halt = { ...rollout.halt, ...whatBecameOf(rollout, plan, view), undo };
    return save(tell({ ...rollout, phase: 'halted', halt }, seen.now, { kind: 'halted' }));
  }
  const ended: Rollout = { ...rollout, phase: 'aborted', endedAt: seen.now, leftUndone: undo };
  return save(tell(ended, seen.now, { kind: 'aborted' }));
}

/** Of the node in work: the rollout knows no claim of it any more, and its result was never written. */
function whatBecameOf({ halt, results }: Rollout, plan: RolloutPlan, view: GroupView): Pick<Halt, 'nodeIs'> {
  const ref = plan.nodes.find(({ name }) => name === halt?.node);
  if (!ref || results.some(({ uid }) => uid === ref.uid)) return {};
  const member = membersOf(view).find(({ instance }) => instance.instanceId === ref.instanceId);
  return { nodeIs: member && !isLeaving(member) ? 'returned' : 'ended' };
}

function undoLines(rollout: Rollout, plan: RolloutPlan, view: GroupView): readonly UndoLine[] {
  const { prior, leftUndone = [] } = rollout;
  if (!prior) return [{ what: 'nothing was changed', state: 'done' }];
  const patched = membersOf(view).filter((member) => isPatched(member, plan.release) && !isLeaving(member));
  const staying = patched.flatMap(({ node }) => (node ? [node.metadata.name] : []));
  return [
    { what: 'no node is cordoned by this rollout', state: 'done' },
    { what: `the group launches template version ${prior.templateVersion} again`, state: 'done' },
    processesLine(rollout, view),
    capacityLine(rollout, prior.desired, view),
    ...leftUndone,
    ...(staying.length > 0 ? [stays(staying)] : []),
  ];
}

const WAITS = 'Nothing is evicted while the brake is on. Resume needs it; Abort puts it back.';

function processesLine({ prior }: Rollout, { group }: GroupView): UndoLine {
  const before = prior?.suspendedProcesses ?? [];
  const still = PROCESSES_TO_SUSPEND.some(
    (process) => group.suspendedProcesses.includes(process) && !before.includes(process),
  );
  const what = 'suspended processes run again';
  return still ? { what, state: 'pending', detail: WAITS } : { what, state: 'done' };
}

function capacityLine(rollout: Rollout, before: number, { group }: GroupView): UndoLine {
  const what = `capacity back to ${before}`;
  if (group.desired === before) return { what, state: 'done' };
  const detail = `It is ${group.desired}.`;
  return isFrozen(rollout)
    ? { what, state: 'pending', detail: `${detail} ${WAITS}` }
    : { what, state: 'not-possible', detail };
}

function stays(nodes: readonly string[]): UndoLine {
  return {
    what: `patched nodes stay: ${nodes.join(', ')}`,
    state: 'not-possible',
    detail: 'Replacing them by the former release is a plan of its own, with its own approval: Roll back.',
  };
}
