import { isFinished } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { replicasOf, scaleSet, type Rollout } from './rollout.ts';

/** Takes all old pods away. True once none is left and the new ones may be made. */
export function clearOldPods(rollout: Rollout): boolean {
  for (const set of rollout.old) if (replicasOf(set) > 0) scaleSet(rollout, set, 0);
  return rollout.old.every((set) => !hasPods(rollout, set));
}

function hasPods({ context }: Rollout, { metadata }: ReplicaSet): boolean {
  return context.podsByController.get(metadata.uid).some((pod) => !isFinished(pod));
}
