import type { Rollout } from '../../../core/rollout/rollout.ts';
import { phaseName } from './phase-name.ts';
import type { Surroundings } from './surroundings.ts';

/** `R-7K2QX · prod / workers · RUNNING`: for headers, which are plain text. */
export function rolloutTitle(rollout: Rollout, { cluster, nodeGroup }: Surroundings): string {
  const kind = rollout.kind === 'rollback' ? ` · roll back of ${rollout.undoes ?? 'a rollout'}` : '';
  return `${rollout.id} · ${cluster} / ${nodeGroup}${kind} · ${phaseName(rollout.phase)}`;
}
