import type { Rehearsal, Script } from './rehearsal.ts';
import { rehearse } from './rehearse.ts';

export interface BestRehearsal {
  readonly rehearsal: Rehearsal;
  /** Every pod finds a place, but only if the scheduler packs them well. */
  readonly fragile: boolean;
}

/** As the scheduler would probably do it; if that strands a pod, whether there is a better way. */
export function rehearseBest(script: Script): BestRehearsal {
  const spread = rehearse(script, 'spread');
  if (spread.stranded.length === 0) return { rehearsal: spread, fragile: false };
  const pack = rehearse(script, 'pack');
  if (pack.stranded.length === 0 && pack.unproven.length === 0) return { rehearsal: pack, fragile: true };
  return { rehearsal: pack.stranded.length < spread.stranded.length ? pack : spread, fragile: false };
}
