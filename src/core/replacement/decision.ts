import type { Problem, Rollout } from '../rollout/rollout.ts';
import type { Act } from './act.ts';

/** What one look leads to. Exactly one thing: act, or remember, or wait. */
export type Decision =
  /**
   * Effects, in order; each is performed under the lease and audited. Then look again, at once or after `thenWaitMs`.
   * `thenSave`: what is recorded when all of them were answered. `goesOn`: the rollout without the hold that is over then.
   */
  | {
      readonly kind: 'act';
      readonly acts: readonly Act[];
      readonly thenWaitMs?: number;
      readonly thenSave?: Rollout;
      readonly goesOn?: Rollout;
    }
  /** Record this, then look again. */
  | { readonly kind: 'save'; readonly rollout: Rollout }
  /** Look again after so much product time, or when something changes. `rollout`: progress worth recording first. */
  | { readonly kind: 'wait'; readonly forMs: number; readonly why: string; readonly rollout?: Rollout }
  /** Run preflight again before the first effect, or before going on. */
  | { readonly kind: 'recheck' }
  /** Read this node's pods and what owns them, and decide again: it is about to be claimed. */
  | { readonly kind: 'look-closer'; readonly node: string }
  /** Only our own node is left: let the standby lead, which then drains it. */
  | { readonly kind: 'hand-over' }
  /** Nothing to do until a person does something. */
  | { readonly kind: 'idle' };

/** How a step of replacing a node answers; the phase turns it into a Decision. */
export type StepAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'decided'; readonly decision: Decision }
  /** A person must decide; the node in flight is given back first. */
  | { readonly kind: 'stuck'; readonly problem: Omit<Problem, 'at'> }
  /** Positive evidence that patching made something worse. */
  | { readonly kind: 'harm'; readonly cause: string; readonly reasons: readonly string[] };

export const DONE: StepAnswer = { kind: 'done' };

export function act(...acts: readonly Act[]): StepAnswer {
  return { kind: 'decided', decision: { kind: 'act', acts } };
}

export function save(rollout: Rollout): StepAnswer {
  return { kind: 'decided', decision: { kind: 'save', rollout } };
}

export function wait(forMs: number, why: string, rollout?: Rollout): StepAnswer {
  return { kind: 'decided', decision: { kind: 'wait', forMs, why, ...(rollout ? { rollout } : {}) } };
}

export function lookCloser(node: string): StepAnswer {
  return { kind: 'decided', decision: { kind: 'look-closer', node } };
}

export function stuck(problem: Omit<Problem, 'at'>): StepAnswer {
  return { kind: 'stuck', problem };
}

export function harm(cause: string, ...reasons: readonly string[]): StepAnswer {
  return { kind: 'harm', cause, reasons };
}

/** The first step that is not done decides; nothing is remembered between looks. */
export function firstNotDone(steps: readonly (() => StepAnswer)[]): StepAnswer {
  for (const step of steps) {
    const answer = step();
    if (answer.kind !== 'done') return answer;
  }
  return DONE;
}
