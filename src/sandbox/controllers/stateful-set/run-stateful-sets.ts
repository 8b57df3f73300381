import type { StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { controllerOf, type Pod } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import { keyOf } from '../object-key.ts';
import { syncStatefulSet } from './sync-stateful-set.ts';

export const STATEFUL_SETS = 'statefulsets.apps';

/** Keeps the pods of StatefulSets, one name each, in their order. */
export function runStatefulSets(context: ControllerContext): void {
  const record = context.recorder('statefulset-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncStatefulSet(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<StatefulSet>(STATEFUL_SETS, ({ object }) => queue.add(keyOf(object)));
  context.watch<Pod>('pods', (event) => {
    for (const key of concerned(context, event)) queue.add(key);
  });
}

function concerned({ cluster }: ControllerContext, { object, previous }: StoreEvent<Pod>): string[] {
  const owners = [object, previous].flatMap((pod) => (pod && controllerOf(pod)) ?? []);
  if (owners.length > 0) {
    return owners
      .filter(({ kind }) => kind === 'StatefulSet')
      .map(({ name }) => `${object.metadata.namespace ?? ''}/${name}`);
  }
  return cluster
    .list<StatefulSet>(STATEFUL_SETS, object.metadata.namespace)
    .filter(({ spec }) => matchesSelector(spec.selector, object.metadata.labels))
    .map(keyOf);
}
