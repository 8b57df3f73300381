import { hasEnded } from '../../../src/core/rollout/rollout.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { Witness } from './witness.ts';

/** I6: one rollout a group at a time, and epochs that never decrease. Also keeps count of what was reached. */
export function checkSlot(witness: Witness, before: Slot | undefined, after: Slot | undefined): void {
  if (!before || !after) return;
  if (after.epoch < before.epoch)
    witness.break('I6', `the slot's epoch falls from ${before.epoch} to ${after.epoch}`);
  const [old, now] = [before.rollout, after.rollout];
  if (!old || !now) return;
  if (hasEnded(old.phase) && old.id === now.id && old.phase !== now.phase)
    witness.break('I6', `${old.id} had ended as ${old.phase} and is ${now.phase} again`);
  if (old.id !== now.id) oneAtATime(witness, before, after);
  keepCount(witness, old, now);
  if (after.halted && now.startedAt !== undefined && now.kind === 'patch')
    witness.break('I6', `${now.id} works while ${after.halted.id} is halted and waits`);
}

function keepCount({ sim: { reach } }: Witness, old: Rollout, now: Rollout): void {
  if (now.problem && now.problem !== old.problem && now.problem.kind !== old.problem?.kind)
    reach.because(`problem ${now.problem.kind}`);
  if (now.halt && now.halt.id !== old.halt?.id) reach.because(`halt ${now.halt.cause}`);
  if ((now.active?.looks.all ?? 0) > (old.active?.looks.all ?? 0)) reach.because('verdict not yet');
  for (const { result, why } of now.results.slice(old.results.length))
    reach.because(`node ${result}${why ? `: ${why}` : ''}`);
}

/** A rollout gives way to another only when it is over, was never offered, or waits halted beside its own rollback. */
function oneAtATime(witness: Witness, before: Slot, after: Slot): void {
  const [old, now] = [before.rollout, after.rollout];
  if (!old || !now) return;
  const isFree = hasEnded(old.phase) || old.phase === 'blocked' || old.phase === 'preflight';
  const waits = after.halted?.id === old.id && now.undoes === old.id;
  const returns = before.halted?.id === now.id;
  if (!isFree && !waits && !returns)
    witness.break('I6', `${now.id} takes the place of ${old.id}, which is ${old.phase}`);
  if (isFree && old.startedAt !== undefined && !hasEnded(old.phase))
    witness.break('I6', `${now.id} takes the place of ${old.id}, which has begun`);
}
