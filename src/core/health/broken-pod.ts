import type { Pod } from '../fleet/pod.ts';

/** Waiting reasons that mean a container does not come up (health-gate.md T0). */
const BROKEN_REASONS = [
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'CreateContainerError',
  'CreateContainerConfigError',
  'RunContainerError',
  'InvalidImageName',
];

/** Why a container of this pod does not come up, in Kubernetes' own word; undefined if all do. */
export function brokenReason(pod: Pod): string | undefined {
  for (const { state, lastState } of statuses(pod)) {
    const waiting = state?.waiting?.reason;
    if (waiting && BROKEN_REASONS.includes(waiting)) {
      return lastState?.terminated?.reason === 'OOMKilled' ? `OOMKilled, ${waiting}` : waiting;
    }
    if (state?.terminated?.reason === 'OOMKilled') return 'OOMKilled';
  }
  return undefined;
}

export function restartsOf(pod: Pod): number {
  return statuses(pod).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}

function statuses({
  status,
}: Pod): readonly NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number][] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}
