import type { DaemonSet, DaemonSetStatus } from '../kinds/daemon-set.ts';
import { isAvailable, isReady, type Pod } from '../kinds/pod.ts';
import { putStatus } from '../put-status.ts';
import { fits, REVISION_LABEL } from './daemon-pod.ts';
import type { Daemons } from './daemons.ts';

/** Counts nodes, not pods: each by its oldest pod. */
export function writeDaemonSetStatus(daemons: Daemons): void {
  putStatus<DaemonSet>(daemons.context.cluster, 'daemonsets.apps', daemons.set, statusOf(daemons));
}

function statusOf(daemons: Daemons): DaemonSetStatus {
  const { context, set, nodes, byNode, revision } = daemons;
  const minimum = set.spec.minReadySeconds ?? 0;
  const firstOf = (name: string): Pod | undefined =>
    [...(byNode.get(name) ?? [])].sort((one, other) =>
      one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp),
    )[0];
  const wanted = nodes.filter((node) => fits(set, node).run);
  const placed = wanted.flatMap(({ metadata }) => firstOf(metadata.name) ?? []);
  const ready = placed.filter(isReady);
  const available = ready.filter((pod) => isAvailable(pod, minimum, context.clock.now())).length;
  const updated = placed.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision.hash).length;
  const misplaced = nodes.filter((node) => !fits(set, node).run && byNode.has(node.metadata.name)).length;
  const unavailable = wanted.length - available;
  return {
    currentNumberScheduled: placed.length,
    numberMisscheduled: misplaced,
    desiredNumberScheduled: wanted.length,
    numberReady: ready.length,
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(updated > 0 && { updatedNumberScheduled: updated }),
    ...(available > 0 && { numberAvailable: available }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
  };
}
