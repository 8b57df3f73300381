import { conditionOf, withCondition, type Condition } from '../controllers/kinds/condition.ts';
import type { ContainerStatus, Pod, PodStatus } from '../controllers/kinds/pod.ts';
import type { ContainerRunner } from './container-runner.ts';

/** What the kubelet knows of a pod. */
export interface PodView {
  readonly inits: readonly ContainerRunner[];
  readonly mains: readonly ContainerRunner[];
  readonly podIp: string | undefined;
  readonly hostIp: string;
  readonly startTime: string;
  /** All containers have ended because the pod is being deleted. */
  readonly isStopped: boolean;
}

/** The status that the kubelet writes; conditions of others are kept. */
export function podStatusOf(pod: Pod, view: PodView, now: string): PodStatus {
  const phase = phaseOf(view);
  const names = (pod.spec.containers ?? []).map(({ name }) => name);
  let conditions = pod.status?.conditions;
  for (const condition of conditionsOf(pod, view, phase)) {
    conditions = withCondition(conditions, { lastProbeTime: null, ...condition }, now);
  }
  return {
    ...pod.status,
    phase,
    ...(conditions && { conditions }),
    hostIP: view.hostIp,
    hostIPs: [{ ip: view.hostIp }],
    ...(view.podIp !== undefined && { podIP: view.podIp, podIPs: [{ ip: view.podIp }] }),
    startTime: view.startTime,
    ...(view.inits.length > 0 && { initContainerStatuses: view.inits.map(({ status }) => status) }),
    containerStatuses: inOrder(view.mains, names),
  };
}

function inOrder(mains: readonly ContainerRunner[], names: readonly string[]): ContainerStatus[] {
  return names.flatMap((name) => mains.find(({ spec }) => spec.name === name)?.status ?? []);
}

function phaseOf({ inits, mains, isStopped }: PodView): string {
  const failedInit = inits.some(
    ({ role, exitCode }) => role === 'init' && exitCode !== undefined && exitCode !== 0,
  );
  if (failedInit) return 'Failed';
  const codes = mains.map(({ exitCode }) => exitCode);
  if (codes.every((code) => code !== undefined)) {
    return codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  }
  if (isStopped) return 'Failed';
  const hasBegun = mains.every(
    ({ status }) =>
      status.state.waiting === undefined ||
      status.restartCount > 0 ||
      status.lastState.terminated !== undefined,
  );
  return hasBegun ? 'Running' : 'Pending';
}

function conditionsOf(pod: Pod, view: PodView, phase: string): Condition[] {
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const initialized = isInitialized(view);
  return [
    { type: 'PodReadyToStartContainers', status: text(view.podIp !== undefined && !isOver) },
    { type: 'Initialized', ...(initialized ? { status: 'True' } : incomplete(view)) },
    { type: 'Ready', ...readiness(pod, view, phase) },
    { type: 'ContainersReady', ...containersReady(view, phase) },
    { type: 'PodScheduled', status: 'True' },
  ];
}

function text(isTrue: boolean): string {
  return isTrue ? 'True' : 'False';
}

export function isInitialized({ inits }: Pick<PodView, 'inits'>): boolean {
  return inits.every(({ role, exitCode, isStarted }) => (role === 'sidecar' ? isStarted : exitCode === 0));
}

function incomplete({ inits }: PodView): Omit<Condition, 'type'> {
  const open = inits.filter(({ role, exitCode, isStarted }) =>
    role === 'sidecar' ? !isStarted : exitCode !== 0,
  );
  const names = open.map(({ spec }) => spec.name).join(' ');
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names}]`,
  };
}

function containersReady({ mains, inits }: PodView, phase: string): Omit<Condition, 'type'> {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = inits.filter(({ role }) => role === 'sidecar');
  const unready = [...sidecars, ...mains].filter(({ isReady }) => !isReady).map(({ spec }) => spec.name);
  if (unready.length === 0) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

/** Beside its containers a pod may wait for conditions that others write, as load balancers do. */
function readiness(pod: Pod, view: PodView, phase: string): Omit<Condition, 'type'> {
  const containers = containersReady(view, phase);
  if (containers.status !== 'True') return containers;
  const closed = (pod.spec.readinessGates ?? []).filter(
    ({ conditionType }) => conditionOf(pod.status?.conditions, conditionType)?.status !== 'True',
  );
  if (closed.length === 0) return containers;
  const messages = closed.map(
    ({ conditionType }) => `corresponding condition of pod readiness gate "${conditionType}" does not exist.`,
  );
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(' ') };
}
