import { epochMs } from '../fleet/epoch-ms.ts';
import type { InstanceState } from '../fleet/node-group.ts';
import { instanceIdOf, type Node } from '../fleet/node.ts';
import { isDaemonSetPod, type Pod } from '../fleet/pod.ts';

/** Beyond so long something else happened than a start: a restart, a flap, a later update. */
const START_MAX_SECONDS = 30 * 60;

/** What a node takes from joining until its network is up, where that cannot be seen any more. */
const JOINED_TO_READY_SECONDS = 15;

/** From the moment a pod had a node to the moment it was Ready; undefined if that cannot be seen any more. */
export function startSeconds({ status }: Pod): number | undefined {
  const at = (type: string) =>
    epochMs(
      status?.conditions?.find((each) => each.type === type && each.status === 'True')?.lastTransitionTime,
    );
  const restarted = (status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);
  return restarted ? undefined : secondsBetween(at('PodScheduled'), at('Ready'));
}

/** From the launch of an instance to a Ready node with its DaemonSets' pods Ready. */
export function bootSeconds(
  node: Node,
  instances: readonly InstanceState[],
  pods: readonly Pod[],
): number | undefined {
  const id = instanceIdOf(node);
  const launchedAt = instances.find(({ instanceId }) => instanceId === id)?.launchedAt;
  const readyAt = epochMs(
    node.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')
      ?.lastTransitionTime,
  );
  const ready = secondsBetween(launchedAt, readyAt) ?? joined(node, launchedAt);
  if (ready === undefined) return undefined;
  const daemons = pods
    .filter(isDaemonSetPod)
    .flatMap((pod) => secondsBetween(launchedAt, readySince(pod)) ?? []);
  return Math.max(ready, ...daemons);
}

/** A node that became Ready again later still shows when it joined. */
function joined({ metadata }: Node, launchedAt: number | undefined): number | undefined {
  const seconds = secondsBetween(launchedAt, epochMs(metadata.creationTimestamp));
  return seconds === undefined ? undefined : seconds + JOINED_TO_READY_SECONDS;
}

function readySince({ status }: Pod): number | undefined {
  return epochMs(status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime);
}

function secondsBetween(from: number | undefined, to: number | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const seconds = (to - from) / 1000;
  return seconds >= 0 && seconds <= START_MAX_SECONDS ? seconds : undefined;
}
