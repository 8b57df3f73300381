import { isAvailable, isTerminating, type Pod } from '../kinds/pod.ts';
import type { StatefulSet, StatefulSetStatus } from '../kinds/stateful-set.ts';
import { putStatus } from '../put-status.ts';
import { ordinalOf, REVISION_LABEL } from './identity.ts';
import { isRunningAndReady, type Members } from './members.ts';

/** The numbers as of the members now; once all are updated, the update is what is current. */
export function writeStatefulSetStatus(members: Members): void {
  const { context, set, update } = members;
  const status = statusOf(members);
  const isUpdated =
    status.updatedReplicas === status.replicas &&
    status.readyReplicas === status.replicas &&
    status.replicas > 0;
  const current = isUpdated ? update.name : (status.currentRevision ?? update.name);
  const final: StatefulSetStatus = {
    ...status,
    currentRevision: current,
    ...(isUpdated && status.updatedReplicas !== undefined && { currentReplicas: status.updatedReplicas }),
  };
  putStatus<StatefulSet>(context.cluster, 'statefulsets.apps', set, final);
}

function statusOf({ context, set, current, update }: Members): StatefulSetStatus {
  const now = context.clock.now();
  const pods = context.podsByController
    .get(set.metadata.uid)
    .filter((pod) => ordinalOf(set, pod) !== undefined);
  const count = (matches: (pod: Pod) => boolean): number => pods.filter(matches).length;
  const ofRevision = (name: string): number =>
    count((pod) => !isTerminating(pod) && pod.metadata.labels?.[REVISION_LABEL] === name);
  const minimum = set.spec.minReadySeconds ?? 0;
  const available = count((pod) => isRunningAndReady(pod) && isAvailable(pod, minimum, now));
  return {
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    replicas: pods.length,
    ...some('readyReplicas', count(isRunningAndReady)),
    ...some('currentReplicas', ofRevision(current.name)),
    ...some('updatedReplicas', ofRevision(update.name)),
    availableReplicas: available,
    currentRevision: current.name,
    updateRevision: update.name,
    collisionCount: set.status?.collisionCount ?? 0,
  };
}

/** Zeros are left out, as the API server does. */
function some(name: 'readyReplicas' | 'currentReplicas' | 'updatedReplicas', count: number): object {
  return count > 0 ? { [name]: count } : {};
}
