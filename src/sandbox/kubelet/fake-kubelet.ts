import { withCondition } from '../controllers/kinds/condition.ts';
import type { Node } from '../controllers/kinds/node.ts';
import {
  controllerOf,
  isFinished,
  isReady,
  isTerminating,
  type Container,
  type Pod,
} from '../controllers/kinds/pod.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { kubeletConditions } from './node-draft.ts';

/** A node with this annotation has a kubelet without a machine: all goes well on it, at once. */
const FAKE = 'kwok.x-k8s.io/node';

export function isFakeNode(node: Node | undefined): boolean {
  return node?.metadata.annotations?.[FAKE] === 'fake';
}

/** Makes the node Ready if nobody has said that it is. */
export function syncFakeNode(cluster: Cluster, name: string): void {
  const now = cluster.clock.isoSeconds();
  cluster.edit<Node>('nodes', undefined, name, (draft) => {
    if (draft.status?.conditions?.some(({ type }) => type === 'Ready')) return;
    const conditions = [
      ...kubeletConditions(true, now),
      {
        type: 'NetworkUnavailable',
        status: 'False',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
        reason: 'RouteCreated',
        message: 'RouteController created a route',
      },
    ];
    draft.status = { ...draft.status, phase: 'Running', conditions };
  });
}

/** A pod becomes Running and Ready, that of a Job Succeeded, and a deleted one vanishes. */
export function syncFakePod(cluster: Cluster, pod: Pod, takeAddress: () => string): void {
  const { namespace, name, uid } = pod.metadata;
  if (isTerminating(pod)) {
    cluster.delete('pods', namespace, name, { graceSeconds: 0, uid });
  } else if (isReady(pod) && controllerOf(pod)?.kind === 'Job') {
    cluster.edit<Pod>('pods', namespace, name, (draft) => finish(draft, cluster.clock.isoSeconds()));
  } else if (!isFinished(pod) && !isReady(pod)) {
    cluster.edit<Pod>('pods', namespace, name, (draft) =>
      run(draft, cluster.clock.isoSeconds(), takeAddress),
    );
  }
}

function run(draft: Pod, now: string, takeAddress: () => string): void {
  const podIP = draft.status?.podIP ?? takeAddress();
  let conditions = draft.status?.conditions;
  for (const type of ['Initialized', 'Ready', 'ContainersReady']) {
    conditions = withCondition(conditions, { type, status: 'True', lastProbeTime: null }, now);
  }
  draft.status = {
    ...draft.status,
    phase: 'Running',
    ...(conditions && { conditions }),
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: now,
    containerStatuses: draft.spec.containers.map((container) => ({
      ...statusOf(container),
      ready: true,
      started: true,
      state: { running: { startedAt: now } },
    })),
  };
}

function finish(draft: Pod, now: string): void {
  const conditions = withCondition(
    draft.status?.conditions,
    { type: 'Ready', status: 'False', reason: 'PodCompleted', lastProbeTime: null },
    now,
  );
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now };
  draft.status = {
    ...draft.status,
    phase: 'Succeeded',
    conditions,
    containerStatuses: draft.spec.containers.map((container) => ({
      ...statusOf(container),
      ready: false,
      started: false,
      state: { terminated },
    })),
  };
}

function statusOf({ name, image = '' }: Container) {
  return { name, image, imageID: '', restartCount: 0, lastState: {} };
}
