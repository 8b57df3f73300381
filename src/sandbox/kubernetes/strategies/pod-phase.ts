import { childOf, textOf } from '../schema/fields.ts';

export function phaseOf(pod: unknown): string {
  return textOf(childOf(pod, 'status'), 'phase');
}

/** Its containers have ended for good. */
export function isFinished(pod: unknown): boolean {
  const phase = phaseOf(pod);
  return phase === 'Succeeded' || phase === 'Failed';
}
