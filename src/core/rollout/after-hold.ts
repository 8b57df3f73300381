import type { Decision } from '../replacement/decision.ts';
import type { Seen } from '../replacement/seen.ts';
import { transition } from './machine.ts';
import type { Rollout } from './rollout.ts';

/**
 * A hold is over when everything has answered: this look, and the effects that it calls for. What would be done without
 * the hold is done, and its end is written down once it was; a look alone does not end it, nor does a note in the slot,
 * or a rollout whose effects all fail would hold and go on by turns, for ever.
 */
export function afterHold(rollout: Rollout, seen: Seen, decide: (rollout: Rollout) => Decision): Decision {
  if (!rollout.hold) return decide(rollout);
  const over = transition(rollout, { type: 'hold-over', at: seen.now, real: seen.real });
  if (!over.ok) return decide(rollout);
  const decision = decide(over.rollout);
  switch (decision.kind) {
    case 'act':
      return { ...decision, goesOn: over.rollout };
    case 'wait':
      return { ...decision, rollout: decision.rollout ?? over.rollout };
    case 'idle':
      return { kind: 'save', rollout: over.rollout };
    case 'save':
      return stillHeld(rollout, over.rollout, decide) ?? decision;
    case 'recheck':
    case 'look-closer':
    case 'hand-over':
      return decision;
  }
}

/** What is noted during the hold; undefined: the note ends the phase, or claims a node, which nobody does while it holds (I10). */
function stillHeld(
  held: Rollout,
  over: Rollout,
  decide: (rollout: Rollout) => Decision,
): Decision | undefined {
  // The story is not yet that the hold is over.
  const decision = decide({ ...over, story: held.story });
  if (decision.kind !== 'save' || decision.rollout.phase !== over.phase || !held.hold) return undefined;
  if (decision.rollout.active && !held.active) return undefined;
  return { kind: 'save', rollout: { ...decision.rollout, phase: held.phase, hold: held.hold } };
}
