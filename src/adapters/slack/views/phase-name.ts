import type { Phase } from '../../../core/rollout/rollout.ts';

/** A phase as people read it everywhere: `AWAITING_APPROVAL`, `HALTED`. */
export function phaseName(phase: Phase): string {
  return phase.toUpperCase().replaceAll('-', '_');
}
