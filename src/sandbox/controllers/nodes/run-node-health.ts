import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { conditionOf, withCondition } from '../kinds/condition.ts';
import type { Lease } from '../kinds/lease.ts';
import type { Node } from '../kinds/node.ts';
import { isReady, type Pod } from '../kinds/pod.ts';

const LEASES = 'kube-node-lease';

/** The conditions that nobody can vouch for once the kubelet is silent. */
const VOUCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * Watches over the heartbeats: a node whose kubelet has been silent for too long is Unknown, and the pods of a node
 * that is not ready are not ready either.
 */
export function runNodeHealth(context: ControllerContext): void {
  const { clock, settings } = context;
  const record = context.recorder('node-controller');
  const heard = new Map<string, number>();
  const silence = context.queue(0, (name) => {
    const left = untilSilent(context, heard, name);
    if (left === undefined) return;
    if (left > 0) silence.add(name, left);
    else markUnknown(context, name);
  });
  const unready = context.queue(settings.nodeMonitorMs / 5, (name) => markPodsUnready(context, record, name));
  context.watch<Lease>('leases.coordination.k8s.io', ({ type, object }) => {
    const { namespace, name } = object.metadata;
    if (namespace !== LEASES || type === 'DELETED') return;
    const isNew = !heard.has(name);
    heard.set(name, clock.now());
    if (isNew) silence.add(name, settings.heartbeatGraceMs);
  });
  context.watch<Node>('nodes', ({ type, object, previous }) => {
    const { name } = object.metadata;
    if (type === 'ADDED') silence.add(name, settings.bareNodeGraceMs);
    if (type === 'DELETED') heard.delete(name);
    const wasReady = previous !== undefined && readyStatus(previous) === 'True';
    if (type === 'MODIFIED' && wasReady && readyStatus(object) !== 'True') unready.add(name);
    // Heard of again after a silence: the watch over it goes on.
    if (type === 'MODIFIED' && readyStatus(previous) === 'Unknown' && readyStatus(object) !== 'Unknown') {
      silence.add(name, settings.heartbeatGraceMs);
    }
  });
}

function readyStatus(node: Node | undefined): string | undefined {
  return conditionOf(node?.status?.conditions, 'Ready')?.status;
}

/** World ms until the node counts as silent; undefined if it does already, or is gone. */
function untilSilent(
  { cluster, clock, settings }: ControllerContext,
  heard: ReadonlyMap<string, number>,
  name: string,
): number | undefined {
  const node = cluster.get<Node>('nodes', undefined, name);
  if (!node || readyStatus(node) === 'Unknown') return undefined;
  const last = heard.get(name);
  const grace = last === undefined ? settings.bareNodeGraceMs : settings.heartbeatGraceMs;
  return (last ?? Date.parse(node.metadata.creationTimestamp)) + grace - clock.now();
}

function markUnknown({ cluster, clock }: ControllerContext, name: string): void {
  const now = clock.isoSeconds();
  cluster.edit<Node>('nodes', undefined, name, (draft) => {
    let conditions = draft.status?.conditions;
    for (const type of VOUCHED) {
      const before = conditionOf(conditions, type);
      const isNew = before === undefined;
      const unknown = {
        ...before,
        type,
        status: 'Unknown',
        reason: isNew ? 'NodeStatusNeverUpdated' : 'NodeStatusUnknown',
        message: isNew ? 'Kubelet never posted node status.' : 'Kubelet stopped posting node status.',
      };
      conditions = withCondition(conditions, unknown, now);
    }
    draft.status = { ...draft.status, ...(conditions && { conditions }) };
  });
}

function markPodsUnready(context: ControllerContext, record: EventRecorder, name: string): void {
  const { cluster, clock, podsByNode } = context;
  const node = cluster.get<Node>('nodes', undefined, name);
  if (!node || readyStatus(node) === 'True') return;
  const message = `Node ${name} status is now: NodeNotReady`;
  record({ about: node, type: 'Normal', reason: 'NodeNotReady', message });
  for (const pod of podsByNode.get(name)) {
    if (!isReady(pod)) continue;
    cluster.edit<Pod>('pods', pod.metadata.namespace, pod.metadata.name, (draft) => {
      const before = conditionOf(draft.status?.conditions, 'Ready');
      const condition = { ...before, type: 'Ready', status: 'False' };
      draft.status = {
        ...draft.status,
        conditions: withCondition(draft.status?.conditions, condition, clock.isoSeconds()),
      };
    });
    record({ about: pod, type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
  }
}
