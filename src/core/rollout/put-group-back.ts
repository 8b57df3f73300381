import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { KEYS } from '../replacement/act.ts';
import type { Act } from '../replacement/act.ts';
import { act, DONE, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import type { Seen } from '../replacement/seen.ts';
import { PROCESSES_TO_SUSPEND } from './decide-start.ts';
import type { Rollout } from './rollout.ts';
import { untilShown } from './until-shown.ts';

/** The group looks after itself again: processes that we suspended, and no others. */
export function resumeProcesses(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { prior, putBack } = rollout;
  if (!prior) return DONE;
  const ours = PROCESSES_TO_SUSPEND.filter((process) => !prior.suspendedProcesses.includes(process));
  const shown = ours.filter((process) => seen.group?.group.suspendedProcesses.includes(process));
  const why = 'the rollout is over; the group looks after itself again';
  const resume = { kind: 'resume-processes', group: plan.groupName, processes: ours, why } as const;
  if (ours.length > 0 && !putBack?.includes('processes') && !isLongShown(rollout, seen))
    return atLeastOnce(rollout, seen, 'processes', resume);
  return shown.length > 0 ? act({ ...resume, processes: shown }) : DONE;
}

/** A halted rollout still holds the group, and the group says so; an ended one leaves nothing behind. */
export function untagGroup(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  if (rollout.phase === 'halting') return DONE;
  const keys = [KEYS.rollout, KEYS.desiredBefore];
  const shown = keys.filter((key) => key in (seen.group?.group.tags ?? {}));
  const untag = { kind: 'untag-group', group: plan.groupName, keys, why: 'the rollout is over' } as const;
  if (rollout.prior && !rollout.putBack?.includes('tags') && !isLongShown(rollout, seen))
    return atLeastOnce(rollout, seen, 'tags', untag);
  return shown.length > 0 ? act({ ...untag, keys: shown }) : DONE;
}

/** What was changed so long ago is in every description: one that does not show it is younger, and it was put back already. */
function isLongShown({ groupChangedAt }: Rollout, { now }: Seen): boolean {
  return groupChangedAt !== undefined && untilShown(now, groupChangedAt) < 0;
}

/** A description may be older than the change that is to be put back: whatever it shows, once it is put back. */
function atLeastOnce(
  rollout: Rollout,
  seen: Seen,
  part: NonNullable<Rollout['putBack']>[number],
  undo: Act,
): StepAnswer {
  if (seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  const putBack = [...(rollout.putBack ?? []), part];
  return { kind: 'decided', decision: { kind: 'act', acts: [undo], thenSave: { ...rollout, putBack } } };
}
