import type { ControllerContext } from '../controller-context.ts';
import { withCondition } from '../kinds/condition.ts';
import type { Node } from '../kinds/node.ts';
import { isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import { keyOf, partsOf } from '../object-key.ts';

/** Removes the pods of nodes that are gone, and terminating pods that never had a node. */
export function runPodGarbageCollector(context: ControllerContext): void {
  const { cluster, settings } = context;
  const queue = context.queue(settings.orphanedPodMs, (key) => {
    const pod = cluster.get<Pod>('pods', ...partsOf(key));
    if (pod && (isOrphaned(context, pod) || isLost(pod))) remove(context, pod);
  });
  context.watch<Node>('nodes', ({ type, object }) => {
    if (type !== 'DELETED') return;
    for (const pod of context.podsByNode.get(object.metadata.name)) queue.add(keyOf(pod));
  });
  context.watch<Pod>('pods', ({ type, object }) => {
    if (type !== 'DELETED' && (isLost(object) || isOrphaned(context, object))) queue.add(keyOf(object));
  });
}

function isOrphaned({ cluster }: ControllerContext, { spec }: Pod): boolean {
  return Boolean(spec.nodeName) && cluster.get<Node>('nodes', undefined, spec.nodeName ?? '') === undefined;
}

function isLost(pod: Pod): boolean {
  return isTerminating(pod) && !pod.spec.nodeName;
}

function remove({ cluster, clock }: ControllerContext, pod: Pod): void {
  const { namespace, name } = pod.metadata;
  cluster.edit<Pod>('pods', namespace, name, (draft) => {
    if (isFinished(draft)) return;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    };
    const conditions = withCondition(draft.status?.conditions, condition, clock.isoSeconds());
    draft.status = { ...draft.status, phase: 'Failed', conditions };
  });
  cluster.delete('pods', namespace, name, { graceSeconds: 0, uid: pod.metadata.uid });
}
