import type { ControllerContext } from '../controller-context.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import type { Pod } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import { keyOf } from '../object-key.ts';
import { ownersOfPod, type OwnerKind } from '../owners-of-pod.ts';
import { syncStatefulSet } from './sync-stateful-set.ts';

const STATEFUL_SETS = 'statefulsets.apps';

const OWNER: OwnerKind<StatefulSet> = {
  resource: STATEFUL_SETS,
  kind: 'StatefulSet',
  selects: ({ spec }, pod) => matchesSelector(spec.selector, pod.metadata.labels),
};

/** Keeps the pods of StatefulSets, one name each, in their order. */
export function runStatefulSets(context: ControllerContext): void {
  const record = context.recorder('statefulset-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncStatefulSet(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<StatefulSet>(STATEFUL_SETS, ({ object }) => queue.add(keyOf(object)));
  context.watch<Pod>('pods', (event) => {
    for (const key of ownersOfPod(context, event, OWNER)) queue.add(key);
  });
}
