import { conditionOf } from '../../controllers/kinds/condition.ts';
import type { ContainerStatus, Pod } from '../../controllers/kinds/pod.ts';
import { controllerOf, isFinished, isReady, isTerminating } from '../../controllers/kinds/pod.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { NodeView, PodView } from './world-view.ts';

/** Every pod that has not finished. */
export function viewPods(
  pods: readonly Pod[],
  cluster: Pick<Cluster, 'get'>,
  nodes: readonly NodeView[],
): readonly PodView[] {
  // A name may have been used before: the youngest node of that name is meant.
  const nodeIds = new Map(
    nodes
      .toSorted((a, b) => a.since - b.since)
      .flatMap(({ id, name }) => (name ? [[name, id] as const] : [])),
  );
  return pods.filter((pod) => !isFinished(pod)).map((pod) => viewPod(pod, cluster, nodeIds));
}

function viewPod(pod: Pod, cluster: Pick<Cluster, 'get'>, nodeIds: ReadonlyMap<string, string>): PodView {
  const { metadata, spec, status } = pod;
  const namespace = metadata.namespace ?? '';
  const root = rootOf(pod, cluster);
  const node = spec.nodeName === undefined ? undefined : nodeIds.get(spec.nodeName);
  const containers = status?.containerStatuses ?? [];
  const waits = waitOf(containers);
  return {
    id: metadata.uid,
    name: metadata.name,
    namespace,
    workload: `${namespace}/${root.name}`,
    kind: root.kind,
    ...(node === undefined ? {} : { node }),
    phase: status?.phase ?? 'Pending',
    ready: isReady(pod),
    terminating: isTerminating(pod),
    evicted: conditionOf(status?.conditions, 'DisruptionTarget')?.status === 'True',
    restarts: Math.max(0, ...containers.map(({ restartCount }) => restartCount)),
    ...(waits ? { waits } : {}),
  };
}

/** A ReplicaSet is only how a Deployment does its work; a Job of a CronJob likewise. */
function rootOf(pod: Pod, cluster: Pick<Cluster, 'get'>): { readonly kind: string; readonly name: string } {
  const owner = controllerOf(pod);
  if (!owner) return { kind: 'Pod', name: pod.metadata.name };
  const resource = INNER[owner.kind];
  const inner = resource ? cluster.get(resource, pod.metadata.namespace, owner.name) : undefined;
  return (inner && controllerOf(inner)) ?? owner;
}

const INNER: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets.apps', Job: 'jobs.batch' };

/** Starting up is no trouble; anything else that a container waits for is. */
function waitOf(containers: readonly ContainerStatus[]): string | undefined {
  const reasons = containers.flatMap(({ state }) => state.waiting?.reason ?? []);
  return reasons.find((reason) => reason !== 'ContainerCreating' && reason !== 'PodInitializing');
}
