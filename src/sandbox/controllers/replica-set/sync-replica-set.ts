import { claimObjects } from '../claim-objects.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { availableAt, isAvailable, isFinished, isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import type { ReplicaSet, ReplicaSetStatus } from '../kinds/replica-set.ts';
import { partsOf } from '../object-key.ts';
import { putStatus } from '../put-status.ts';
import { podDraft } from '../pod-draft.ts';
import { byDispensability } from './by-dispensability.ts';

const RESOURCE = 'replicasets.apps';

/** As many pods as the real one makes or deletes in one go. */
const BURST_MAX = 500;

/** How long to wait after pods could not be made, because of a quota for instance; world ms. */
const RETRY_MS = 1_000;

/** Brings one ReplicaSet to its number of pods. Answers when to look again, in world ms from now, if at all. */
export function syncReplicaSet(
  context: ControllerContext,
  record: EventRecorder,
  key: string,
): number | undefined {
  const { cluster } = context;
  const set = cluster.get<ReplicaSet>(RESOURCE, ...partsOf(key));
  if (!set) return undefined;
  const pods = claimObjects<Pod>({
    cluster,
    resource: 'pods',
    owner: set,
    candidates: context.podsFor(set).filter((pod) => !isFinished(pod)),
    matches: ({ metadata }) => matchesSelector(set.spec.selector, metadata.labels),
  }).filter((pod) => !isTerminating(pod));
  const isComplete = isTerminating(set) || manage(context, record, set, pods);
  writeStatus(context, set, pods, isComplete);
  return isComplete ? nextLook(context, set, pods) : RETRY_MS;
}

/** False if not all pods that are missing could be made. */
function manage(
  context: ControllerContext,
  record: EventRecorder,
  set: ReplicaSet,
  pods: readonly Pod[],
): boolean {
  const surplus = pods.length - (set.spec.replicas ?? 1);
  if (surplus > 0) deleteSome(context, record, set, pods, surplus);
  return surplus >= 0 || makeSome(context, record, set, Math.min(-surplus, BURST_MAX));
}

function makeSome(
  { cluster }: ControllerContext,
  record: EventRecorder,
  set: ReplicaSet,
  count: number,
): boolean {
  for (let made = 0; made < count; made++) {
    const pod = cluster.create<Pod>('pods', podDraft(set, set.spec.template));
    if (!pod) {
      const message = `Error creating: pods "${set.metadata.name}-" is forbidden`;
      record({ about: set, type: 'Warning', reason: 'FailedCreate', message });
      return false;
    }
    const message = `Created pod: ${pod.metadata.name}`;
    record({ about: set, type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  return true;
}

function deleteSome(
  context: ControllerContext,
  record: EventRecorder,
  set: ReplicaSet,
  pods: readonly Pod[],
  count: number,
): void {
  const crowding = (pod: Pod): number =>
    pods.filter(({ spec }) => spec.nodeName === pod.spec.nodeName).length;
  const order = byDispensability(crowding);
  for (const { metadata } of pods.toSorted(order).slice(0, Math.min(count, BURST_MAX))) {
    context.cluster.delete('pods', metadata.namespace, metadata.name, { uid: metadata.uid });
    const message = `Deleted pod: ${metadata.name}`;
    record({ about: set, type: 'Normal', reason: 'SuccessfulDelete', message });
  }
}

function writeStatus(
  { cluster, clock }: ControllerContext,
  set: ReplicaSet,
  pods: readonly Pod[],
  isComplete: boolean,
): void {
  const minimum = set.spec.minReadySeconds ?? 0;
  const labels = set.spec.template.metadata?.labels ?? {};
  const labeled = pods.filter(({ metadata }) => matchesSelector({ matchLabels: labels }, metadata.labels));
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(pod, minimum, clock.now())).length;
  const status: ReplicaSetStatus = {
    replicas: pods.length,
    ...(labeled.length > 0 && { fullyLabeledReplicas: labeled.length }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(!isComplete && { conditions: [failure(set, clock.isoSeconds())] }),
  };
  putStatus<ReplicaSet>(cluster, RESOURCE, set, status);
}

function failure(set: ReplicaSet, now: string) {
  const former = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  return {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: former?.lastTransitionTime ?? now,
    reason: 'FailedCreate',
    message: `pods "${set.metadata.name}-" is forbidden`,
  };
}

/** When the next ready pod becomes available. */
function nextLook({ clock }: ControllerContext, set: ReplicaSet, pods: readonly Pod[]): number | undefined {
  const minimum = set.spec.minReadySeconds ?? 0;
  const instants = pods
    .filter((pod) => isReady(pod) && !isAvailable(pod, minimum, clock.now()))
    .map((pod) => availableAt(pod, minimum))
    .filter(Number.isFinite);
  return instants.length === 0 ? undefined : Math.min(...instants) - clock.now();
}
