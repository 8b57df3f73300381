import type { ControllerContext } from '../controller-context.ts';
import { withCondition } from '../kinds/condition.ts';
import type { Node, Taint } from '../kinds/node.ts';
import { isTerminating, type Pod } from '../kinds/pod.ts';
import { keyOf, partsOf } from '../object-key.ts';
import { toleratesTaint } from '../../scheduler/tolerations.ts';

const COMPONENT = 'taint-eviction-controller';

/** Deletes pods from nodes with NoExecute taints: at once, or when their toleration has run out. Budgets are not asked. */
export function runTaintEviction(context: ControllerContext): void {
  const record = context.recorder(COMPONENT);
  const queue = context.queue(context.settings.taintLagMs, (key) => {
    const pod = context.cluster.get<Pod>('pods', ...partsOf(key));
    const left = pod && untilEvicted(context, pod);
    if (!pod || left === undefined) return;
    if (left > 0) {
      queue.add(key, left);
      return;
    }
    record({
      about: pod,
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message: `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`,
    });
    evict(context, pod);
  });
  context.watch<Node>('nodes', ({ type, object, previous }) => {
    if (type !== 'MODIFIED' || object.spec.taints === previous?.spec.taints) return;
    if (!hasEvicting(object)) return;
    for (const pod of context.podsByNode.get(object.metadata.name)) queue.add(keyOf(pod));
  });
  context.watch<Pod>('pods', ({ type, object, previous }) => {
    if (type === 'DELETED' || !object.spec.nodeName || previous?.spec.nodeName) return;
    const node = context.cluster.get<Node>('nodes', undefined, object.spec.nodeName);
    if (node && hasEvicting(node)) queue.add(keyOf(object));
  });
}

function hasEvicting({ spec }: Node): boolean {
  return (spec.taints ?? []).some(({ effect }) => effect === 'NoExecute');
}

/** World ms until the pod has to go; undefined if it may stay. */
function untilEvicted({ cluster, clock }: ControllerContext, pod: Pod): number | undefined {
  if (isTerminating(pod) || !pod.spec.nodeName) return undefined;
  const node = cluster.get<Node>('nodes', undefined, pod.spec.nodeName);
  const taints = (node?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  if (taints.length === 0) return undefined;
  const ends = taints.map((taint) => toleratedUntil(pod, taint, clock.now()));
  const end = Math.min(...ends);
  return end === Infinity ? undefined : Math.max(0, end - clock.now());
}

function toleratedUntil({ spec }: Pod, taint: Taint, now: number): number {
  const matching = (spec.tolerations ?? []).filter((toleration) => toleratesTaint(toleration, taint));
  if (matching.length === 0) return 0;
  const limits = matching.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  if (limits.length === 0) return Infinity;
  const since = taint.timeAdded === undefined ? now : Date.parse(taint.timeAdded);
  return since + Math.max(0, Math.min(...limits)) * 1000;
}

function evict({ cluster, clock }: ControllerContext, { metadata }: Pod): void {
  cluster.edit<Pod>('pods', metadata.namespace, metadata.name, (draft) => {
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    };
    draft.status = {
      ...draft.status,
      conditions: withCondition(draft.status?.conditions, condition, clock.isoSeconds()),
    };
  });
  cluster.delete('pods', metadata.namespace, metadata.name, { uid: metadata.uid });
}
