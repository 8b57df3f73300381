import type { Rollout } from '../../../core/rollout/rollout.ts';
import { inert } from './inert.ts';
import type { Surroundings } from './surroundings.ts';

/** `R-7K2QX prod/workers: …`: the sentence that is read aloud and shown in notifications. */
export function rolloutSentence(
  rollout: Rollout,
  { cluster, nodeGroup }: Surroundings,
  rest: string,
): string {
  return `${inert(`${rollout.id} ${cluster}/${nodeGroup}`, 200)}: ${rest}`;
}
