import type { Rollout } from './rollout.ts';

/** Who pulls the brake wants everything to stand still: taking surplus nodes away evicts, so they stay until a person decides. */
export function isFrozen({ phase, halt }: Rollout): boolean {
  return phase === 'halting' && halt?.cause === 'brake';
}
