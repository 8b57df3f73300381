import type { StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { Deployment } from '../kinds/deployment.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { controllerOf, type Pod } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { keyOf } from '../object-key.ts';
import { syncDeployment } from './sync-deployment.ts';

const DEPLOYMENTS = 'deployments.apps';

/** Turns Deployments into ReplicaSets and moves the pods from one to the next. */
export function runDeployments(context: ControllerContext): void {
  const record = context.recorder('deployment-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncDeployment(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  context.watch<Deployment>(DEPLOYMENTS, ({ object }) => queue.add(keyOf(object)));
  context.watch<ReplicaSet>('replicasets.apps', (event) => {
    for (const key of concerned(context, event)) queue.add(key);
  });
  context.watch<Pod>('pods', ({ type, object }) => {
    // A Deployment that recreates waits for its last pod to be gone.
    const key = type === 'DELETED' ? deploymentOf(context, object) : undefined;
    if (key !== undefined) queue.add(key);
  });
}

function concerned({ cluster }: ControllerContext, { object, previous }: StoreEvent<ReplicaSet>): string[] {
  const owners = [object, previous].flatMap((set) => (set && controllerOf(set)) ?? []);
  if (owners.length > 0) {
    return owners
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ name }) => `${object.metadata.namespace ?? ''}/${name}`);
  }
  return cluster
    .list<Deployment>(DEPLOYMENTS, object.metadata.namespace)
    .filter(({ spec }) => matchesSelector(spec.selector, object.metadata.labels))
    .map(keyOf);
}

function deploymentOf({ cluster }: ControllerContext, pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return undefined;
  const set = cluster.get<ReplicaSet>('replicasets.apps', pod.metadata.namespace, owner.name);
  const above = set && controllerOf(set);
  return above?.kind === 'Deployment' ? `${pod.metadata.namespace ?? ''}/${above.name}` : undefined;
}
