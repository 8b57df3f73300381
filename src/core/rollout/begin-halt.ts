import type { Halt, Person, Rollout } from './rollout.ts';
import { tell } from './story.ts';

interface HaltCause {
  readonly cause: string;
  readonly reasons: readonly string[];
  readonly by?: Person;
}

/** Stops claiming and starts to put things back. The node in flight stays recorded until it is given back. */
export function beginHalt(rollout: Rollout, now: number, { cause, reasons, by }: HaltCause): Rollout {
  const number = Number(rollout.halt?.id.slice(1) ?? 0) + 1;
  const { haltRequested: _asked, pauseRequested: _pause, problem: _problem, hold: _hold, ...rest } = rollout;
  const halt: Halt = {
    id: `H${number}`,
    at: now,
    cause,
    reasons,
    undo: [],
    ...(by ? { by } : {}),
    ...(rollout.active ? { node: rollout.active.node.name } : {}),
  };
  return tell({ ...rest, phase: 'halting', halt, leftUndone: [] }, now, { kind: 'halting' });
}
