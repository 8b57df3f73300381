import { childOf, isFields, listOf, mapOf, numberOf, textOf, type Fields } from '../schema/fields.ts';
import { AGE, column, NAME, wide, type TableForm } from './columns.ts';
import { age, humanDuration } from './human-duration.ts';

const IP_HELP =
  'podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.';
const NODE_HELP =
  'NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename';
const NOMINATED_HELP =
  'nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.';
const GATES_HELP =
  'If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to "True" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates';

export const podTable: TableForm = {
  columns: [
    NAME,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.'),
    column('Status', 'The aggregate status of the containers in this pod.'),
    column(
      'Restarts',
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    ),
    AGE,
    wide('IP', IP_HELP),
    wide('Node', NODE_HELP),
    wide('Nominated Node', NOMINATED_HELP),
    wide('Readiness Gates', GATES_HELP),
  ],
  cells: (pod, now) => {
    const metadata = childOf(pod, 'metadata');
    const spec = childOf(pod, 'spec');
    const status = childOf(pod, 'status');
    const statuses = listOf(status, 'containerStatuses');
    const sidecars = listOf(spec, 'initContainers').filter((one) => one['restartPolicy'] === 'Always');
    const total = listOf(spec, 'containers').length + sidecars.length;
    const ready =
      statuses.filter((one) => one['ready'] === true && isRunning(one)).length + readySidecars(pod, sidecars);
    return [
      textOf(metadata, 'name'),
      `${ready}/${total}`,
      podReason(pod),
      restarts(pod, now),
      age(metadata['creationTimestamp'], now),
      textOf(status, 'podIP') || '<none>',
      textOf(spec, 'nodeName') || '<none>',
      textOf(status, 'nominatedNodeName') || '<none>',
      gates(pod),
    ];
  },
};

function isRunning(status: Fields): boolean {
  return isFields(childOf(status, 'state')['running']);
}

function readySidecars(pod: Fields, sidecars: readonly Fields[]): number {
  const names = sidecars.map((one) => textOf(one, 'name'));
  const statuses = listOf(childOf(pod, 'status'), 'initContainerStatuses');
  return statuses.filter((one) => names.includes(textOf(one, 'name')) && one['ready'] === true).length;
}

function restarts(pod: Fields, now: number): string {
  const statuses = listOf(childOf(pod, 'status'), 'containerStatuses');
  const count = statuses.reduce((sum, one) => sum + (numberOf(one, 'restartCount') ?? 0), 0);
  const ended = statuses
    .map((one) => Date.parse(textOf(childOf(childOf(one, 'lastState'), 'terminated'), 'finishedAt')))
    .filter((at) => !Number.isNaN(at));
  if (count === 0 || ended.length === 0) return String(count);
  return `${count} (${humanDuration(now - Math.max(...ended))} ago)`;
}

function gates(pod: Fields): string {
  const wanted = listOf(childOf(pod, 'spec'), 'readinessGates');
  if (wanted.length === 0) return '<none>';
  const conditions = listOf(childOf(pod, 'status'), 'conditions');
  const met = wanted.filter((gate) =>
    conditions.some((one) => one['type'] === gate['conditionType'] && one['status'] === 'True'),
  );
  return `${met.length}/${wanted.length}`;
}

/** The one word for a pod: its phase, or what its containers say of it. */
function podReason(pod: Fields): string {
  const status = childOf(pod, 'status');
  const phase = textOf(status, 'phase');
  let reason = textOf(status, 'reason') || phase;
  const gated = listOf(status, 'conditions').some(
    (one) => one['type'] === 'PodScheduled' && one['reason'] === 'SchedulingGated',
  );
  if (gated) reason = 'SchedulingGated';
  const waiting = initReason(pod);
  if (waiting !== undefined) reason = waiting;
  else reason = containersReason(pod, reason);
  if (mapOf(pod, 'metadata')['deletionTimestamp'] !== undefined) {
    if (textOf(status, 'reason') === 'NodeLost') return 'Unknown';
    if (phase !== 'Failed' && phase !== 'Succeeded') return 'Terminating';
  }
  return reason;
}

function initReason(pod: Fields): string | undefined {
  const inits = listOf(childOf(pod, 'spec'), 'initContainers');
  const statuses = listOf(childOf(pod, 'status'), 'initContainerStatuses');
  for (const [index, status] of statuses.entries()) {
    const state = childOf(status, 'state');
    const terminated = childOf(state, 'terminated');
    const isSidecar = inits.some(
      (one) => one['name'] === status['name'] && one['restartPolicy'] === 'Always',
    );
    if (isFields(state['terminated']) && terminated['exitCode'] === 0) continue;
    if (isSidecar && status['started'] === true) continue;
    if (isFields(state['terminated'])) return `Init:${ended(terminated)}`;
    const waiting = textOf(childOf(state, 'waiting'), 'reason');
    if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${inits.length}`;
  }
  return undefined;
}

function containersReason(pod: Fields, otherwise: string): string {
  let reason = otherwise;
  let hasRunning = false;
  for (const status of listOf(childOf(pod, 'status'), 'containerStatuses').toReversed()) {
    const state = childOf(status, 'state');
    const waiting = textOf(childOf(state, 'waiting'), 'reason');
    if (waiting) reason = waiting;
    else if (isFields(state['terminated'])) reason = ended(state['terminated']);
    else if (status['ready'] === true && isRunning(status)) hasRunning = true;
  }
  if (reason !== 'Completed' || !hasRunning) return reason;
  const isReady = listOf(childOf(pod, 'status'), 'conditions').some(
    (one) => one['type'] === 'Ready' && one['status'] === 'True',
  );
  return isReady ? 'Running' : 'NotReady';
}

function ended(terminated: Fields): string {
  const reason = textOf(terminated, 'reason');
  if (reason) return reason;
  const signal = numberOf(terminated, 'signal');
  return signal ? `Signal:${signal}` : `ExitCode:${numberOf(terminated, 'exitCode') ?? 0}`;
}
