import type { InSteps } from '../in-steps.ts';
import type { Manner, Rehearsal, Script } from './rehearsal.ts';
import { rehearse } from './rehearse.ts';

export interface BestRehearsal {
  readonly rehearsal: Rehearsal;
  /** Every pod finds a place, but only if the scheduler packs them well. */
  readonly fragile: boolean;
}

const OTHER_MANNERS: readonly Manner[] = ['pack', 'tight'];

/** As the scheduler would probably do it; if that strands a pod, the best of the other ways. */
export function* rehearseBest(script: Script): InSteps<BestRehearsal> {
  let best = yield* rehearse(script, 'spread');
  if (best.stranded.length === 0) return { rehearsal: best, fragile: false };
  for (const manner of OTHER_MANNERS) {
    const other = yield* rehearse(script, manner);
    if (troubles(other) === 0) return { rehearsal: other, fragile: true };
    if (troubles(other) < troubles(best)) best = other;
  }
  return { rehearsal: best, fragile: false };
}

function troubles({ stranded, unproven }: Rehearsal): number {
  return stranded.length + unproven.length;
}
