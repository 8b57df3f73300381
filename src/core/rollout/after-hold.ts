import type { Decision } from '../replacement/decision.ts';
import type { Seen } from '../replacement/seen.ts';
import { transition } from './machine.ts';
import type { Rollout } from './rollout.ts';

/**
 * A hold is over when everything has answered: this look, and the effects that it calls for. What would be done without
 * the hold is done, and its end is written down with what is written next; a look alone does not end it, or a rollout
 * whose effects all fail would hold and go on by turns, for ever.
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
    case 'recheck':
    case 'look-closer':
    case 'hand-over':
      return decision;
  }
}
