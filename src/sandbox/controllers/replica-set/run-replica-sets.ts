import type { StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { controllerOf, type Pod } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { keyOf } from '../object-key.ts';
import { syncReplicaSet } from './sync-replica-set.ts';

export const REPLICA_SETS = 'replicasets.apps';

/** Keeps the number of pods of every ReplicaSet. */
export function runReplicaSets(context: ControllerContext): void {
  const record = context.recorder('replicaset-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncReplicaSet(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<ReplicaSet>(REPLICA_SETS, ({ object }) => queue.add(keyOf(object)));
  context.watch<Pod>('pods', (event) => {
    for (const key of concerned(context, event)) queue.add(key);
  });
}

/** The owner before and after the change; of an orphan everybody who might adopt it. */
function concerned({ cluster }: ControllerContext, { object, previous }: StoreEvent<Pod>): string[] {
  const owners = [object, previous].flatMap((pod) => (pod && controllerOf(pod)) ?? []);
  if (owners.length > 0) {
    return owners
      .filter(({ kind }) => kind === 'ReplicaSet')
      .map(({ name }) => `${object.metadata.namespace ?? ''}/${name}`);
  }
  return cluster
    .list<ReplicaSet>(REPLICA_SETS, object.metadata.namespace)
    .filter(({ spec }) => matchesSelector(spec.selector, object.metadata.labels))
    .map(keyOf);
}
