import type { ResourceName } from '../../kubernetes/object.ts';
import { claimObjects } from '../claim-objects.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { matchesLabelSet } from '../kinds/label-selector.ts';
import { availableAt, isAvailable, isFinished, isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { partsOf } from '../object-key.ts';
import { putStatus } from '../put-status.ts';
import { podDraft } from '../pod-draft.ts';
import { byDispensability } from './by-dispensability.ts';
import type { ReplicaKind } from './replica-kind.ts';

/** As many pods as the real one makes or deletes in one go. */
const BURST_MAX = 500;

/** How long to wait after pods could not be made, because of a quota for instance; world ms. */
const RETRY_MS = 1_000;

/** Brings one ReplicaSet to its number of pods. Answers when to look again, in world ms from now, if at all. */
export function syncReplicaSet(
  context: ControllerContext,
  record: EventRecorder,
  { resource, selects }: ReplicaKind,
  key: string,
): number | undefined {
  const { cluster } = context;
  const set = cluster.get<ReplicaSet>(resource, ...partsOf(key));
  if (!set) return undefined;
  const pods = claimObjects<Pod>({
    cluster,
    resource: 'pods',
    owner: set,
    candidates: context.podsFor(set).filter((pod) => !isFinished(pod)),
    matches: ({ metadata }) => selects(set, metadata.labels),
  }).filter((pod) => !isTerminating(pod));
  const refusal = isTerminating(set) ? undefined : manage(context, record, set, pods);
  writeStatus(context, resource, set, pods, refusal);
  return refusal === undefined ? nextLook(context, set, pods) : RETRY_MS;
}

/** Why not all pods that are missing could be made; undefined if they could. */
function manage(
  context: ControllerContext,
  record: EventRecorder,
  set: ReplicaSet,
  pods: readonly Pod[],
): string | undefined {
  const surplus = pods.length - (set.spec.replicas ?? 1);
  if (surplus > 0) deleteSome(context, record, set, pods, surplus);
  return surplus < 0 ? makeSome(context, record, set, Math.min(-surplus, BURST_MAX)) : undefined;
}

function makeSome(
  { cluster }: ControllerContext,
  record: EventRecorder,
  set: ReplicaSet,
  count: number,
): string | undefined {
  for (let made = 0; made < count; made++) {
    const outcome = cluster.attempt<Pod>('pods', podDraft(set, set.spec.template));
    if (!outcome.ok) {
      const problem = outcome.refusal.message ?? 'refused';
      record({ about: set, type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${problem}` });
      return problem;
    }
    const message = `Created pod: ${outcome.object.metadata.name}`;
    record({ about: set, type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  return undefined;
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
  resource: ResourceName,
  set: ReplicaSet,
  pods: readonly Pod[],
  refusal: string | undefined,
): void {
  const minimum = set.spec.minReadySeconds ?? 0;
  const labels = set.spec.template.metadata?.labels ?? {};
  const labeled = pods.filter(({ metadata }) => matchesLabelSet(labels, metadata.labels));
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(pod, minimum, clock.now())).length;
  putStatus<ReplicaSet>(cluster, resource, set, {
    replicas: pods.length,
    ...(labeled.length > 0 && { fullyLabeledReplicas: labeled.length }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(refusal !== undefined && { conditions: [failure(set, refusal, clock.isoSeconds())] }),
  });
}

function failure(set: ReplicaSet, message: string, now: string) {
  const former = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  const lastTransitionTime = former?.lastTransitionTime ?? now;
  return { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason: 'FailedCreate', message };
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
