import { isTerminating } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { isComplete, statusOf } from './deployment-status.ts';
import { replicasOf, type Rollout } from './rollout.ts';

/** Once a rollout is done, only so many empty ReplicaSets are kept. */
export function dropOldHistory(rollout: Rollout): void {
  const { deployment, old, context } = rollout;
  if (!isComplete(deployment, statusOf(rollout, undefined))) return;
  const kept = deployment.spec.revisionHistoryLimit ?? 10;
  const empty = old.filter((set) => !isTerminating(set));
  for (const set of empty.slice(0, Math.max(0, empty.length - kept))) {
    if (isEmpty(set)) context.cluster.delete('replicasets.apps', set.metadata.namespace, set.metadata.name);
  }
}

function isEmpty(set: ReplicaSet): boolean {
  return (
    replicasOf(set) === 0 &&
    (set.status?.replicas ?? 0) === 0 &&
    (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0)
  );
}
