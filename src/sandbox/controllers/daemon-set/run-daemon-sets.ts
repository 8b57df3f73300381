import type { StoreEvent } from '../../kubernetes/object.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { DaemonSet } from '../kinds/daemon-set.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import type { Node } from '../kinds/node.ts';
import type { Pod } from '../kinds/pod.ts';
import { keyOf } from '../object-key.ts';
import { ownersOfPod, type OwnerKind } from '../owners-of-pod.ts';
import { syncDaemonSet } from './sync-daemon-set.ts';

const DAEMON_SETS = 'daemonsets.apps';

const OWNER: OwnerKind<DaemonSet> = {
  resource: DAEMON_SETS,
  kind: 'DaemonSet',
  selects: ({ spec }, pod) => matchesSelector(spec.selector, pod.metadata.labels),
};

/** Keeps one pod of every DaemonSet on every node that it is for. */
export function runDaemonSets(context: ControllerContext): void {
  const record = context.recorder('daemonset-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncDaemonSet(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<DaemonSet>(DAEMON_SETS, ({ object }) => queue.add(keyOf(object)));
  context.watch<Pod>('pods', (event) => {
    for (const key of ownersOfPod(context, event, OWNER)) queue.add(key);
  });
  context.watch<Node>('nodes', (event) => {
    if (!matters(event)) return;
    for (const set of context.cluster.list(DAEMON_SETS)) queue.add(keyOf(set));
  });
}

/** Heartbeats do not matter; labels and taints do. */
function matters({ type, object, previous }: StoreEvent<Node>): boolean {
  return (
    type !== 'MODIFIED' ||
    canonicalJson([object.metadata.labels, object.spec.taints]) !==
      canonicalJson([previous?.metadata.labels, previous?.spec.taints])
  );
}
