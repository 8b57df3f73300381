import type { ControllerContext } from '../controller-context.ts';
import type { Pod } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { keyOf } from '../object-key.ts';
import { ownersOfPod } from '../owners-of-pod.ts';
import { REPLICA_SET, REPLICATION_CONTROLLER, type ReplicaKind } from './replica-kind.ts';
import { syncReplicaSet } from './sync-replica-set.ts';

/** Keeps the number of pods of every ReplicaSet and ReplicationController. */
export function runReplicaSets(context: ControllerContext): void {
  for (const kind of [REPLICA_SET, REPLICATION_CONTROLLER]) run(context, kind);
}

function run(context: ControllerContext, { resource, kind, component, selects }: ReplicaKind): void {
  const record = context.recorder(component);
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncReplicaSet(context, record, { resource, kind, component, selects }, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<ReplicaSet>(resource, ({ object }) => queue.add(keyOf(object)));
  const owner = { resource, kind, selects: (set: ReplicaSet, pod: Pod) => selects(set, pod.metadata.labels) };
  context.watch<Pod>('pods', (event) => {
    for (const key of ownersOfPod(context, event, owner)) queue.add(key);
  });
}
