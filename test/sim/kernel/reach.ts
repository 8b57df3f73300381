import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { FaultName } from './regime.ts';

/** Counts of what was reached, by name. */
export type Counts = Record<string, number>;

/** What a simulated run came to: states, reasons, and which fault struck in which state. */
export class Reach {
  readonly states: Counts = {};
  /** Why it stopped: `problem drain-stuck`, `halt gate`, `verdict PASS` … */
  readonly reasons: Counts = {};
  /** `pause @ running/draining`. */
  readonly pairs: Counts = {};
  readonly #slot: () => Slot | undefined;

  constructor(slot: () => Slot | undefined) {
    this.#slot = slot;
  }

  struck(fault: FaultName): void {
    count(this.pairs, `${fault} @ ${stateOf(this.#slot())}`);
  }

  entered(slot: Slot | undefined): void {
    count(this.states, stateOf(slot));
  }

  because(reason: string): void {
    count(this.reasons, reason);
  }
}

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Where a rollout is, in one word: its phase, and within it what is being done. */
export function stateOf(slot: Slot | undefined): string {
  const rollout = slot?.rollout;
  if (!rollout) return 'none';
  const { phase, active, problem, surgedAt } = rollout;
  if (active?.purpose === 'shed') return `${phase}/shed`;
  if (phase !== 'running') return phase;
  if (problem) return 'running/giving-back';
  if (!active) return surgedAt === undefined ? 'running/start' : 'running/capacity';
  return active.stage === 'judging' && active.canary ? 'running/judging-canary' : `running/${active.stage}`;
}
