import { availableAt, isAvailable, isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import type { TemplateRevision } from '../template-revisions.ts';
import { claimDrafts, memberDraft, ordinalRange, podName } from './identity.ts';
import { isOrdered, isRunningAndReady, isHealthy, removeMember, type Members } from './members.ts';

/** How long to wait after a pod could not be made; world ms. */
const RETRY_MS = 1_000;

export interface Scaling {
  /** All wanted members are there, and in an ordered set ready: updates may go on. */
  readonly isSettled: boolean;
  readonly lookAgainMs?: number;
}

/** Makes the members that are missing, in order, and takes away those above the wanted number, from the end. */
export function scaleMembers(members: Members): Scaling {
  const { first, end } = ordinalRange(members.set);
  let lookAgainMs: number | undefined;
  for (let ordinal = first; ordinal < end; ordinal++) {
    const step = settleMember(members, ordinal);
    if (step !== 'settled') lookAgainMs = Math.min(step.lookAgainMs, lookAgainMs ?? Infinity);
    if (step !== 'settled' && isOrdered(members.set)) return unsettled(lookAgainMs);
  }
  const isDone = removeSurplus(members);
  return isDone && lookAgainMs === undefined
    ? { isSettled: true }
    : { ...unsettled(lookAgainMs), isSettled: isDone };
}

function unsettled(lookAgainMs: number | undefined): Scaling {
  const isTimed = lookAgainMs !== undefined && Number.isFinite(lookAgainMs);
  return { isSettled: false, ...(isTimed && { lookAgainMs }) };
}

type Step = 'settled' | { lookAgainMs: number };

const WAIT: Step = { lookAgainMs: Infinity };

function settleMember(members: Members, ordinal: number): Step {
  const { context, set } = members;
  const pod = members.byOrdinal.get(ordinal);
  if (!pod) return makeMember(members, ordinal) ? WAIT : { lookAgainMs: RETRY_MS };
  if (isFinished(pod) && !isTerminating(pod)) {
    recreate(members, pod);
    return WAIT;
  }
  if (isTerminating(pod) || !isRunningAndReady(pod)) return WAIT;
  const minimum = set.spec.minReadySeconds ?? 0;
  if (isAvailable(pod, minimum, context.clock.now())) return 'settled';
  return { lookAgainMs: availableAt(pod, minimum) - context.clock.now() };
}

function recreate(members: Members, pod: Pod): void {
  const { record, set } = members;
  const { namespace, name } = pod.metadata;
  const message = `StatefulSet ${namespace}/${set.metadata.name} is recreating failed Pod ${name}`;
  record({ about: set, type: 'Warning', reason: 'RecreatingFailedPod', message });
  removeMember(members, pod);
}

function makeMember(members: Members, ordinal: number): boolean {
  const { context, record, set } = members;
  const name = podName(set, ordinal);
  for (const draft of claimDrafts(set, ordinal)) {
    const claim = context.cluster.create('persistentvolumeclaims', draft);
    if (!claim) continue;
    const message = `create Claim ${claim.metadata.name} Pod ${name} in StatefulSet ${set.metadata.name} success`;
    record({ about: set, type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  const pod = context.cluster.create<Pod>('pods', memberDraft(set, ordinal, revisionFor(members, ordinal)));
  const what = `create Pod ${name} in StatefulSet ${set.metadata.name}`;
  if (pod) record({ about: set, type: 'Normal', reason: 'SuccessfulCreate', message: `${what} successful` });
  else record({ about: set, type: 'Warning', reason: 'FailedCreate', message: `${what} failed` });
  return pod !== undefined;
}

/** Members below the partition keep what they had, also when they come back. */
function revisionFor({ set, current, update }: Members, ordinal: number): TemplateRevision {
  return ordinal < ordinalRange(set).first + keptMembers(set) ? current : update;
}

function keptMembers({ spec, status }: StatefulSet): number {
  if ((spec.updateStrategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return 0;
  const partition = spec.updateStrategy?.rollingUpdate?.partition;
  return partition ?? status?.currentReplicas ?? 0;
}

/** True if no member is left above the wanted number. */
function removeSurplus(members: Members): boolean {
  const { first, end } = ordinalRange(members.set);
  const surplus = [...members.byOrdinal]
    .filter(([ordinal]) => ordinal < first || ordinal >= end)
    .sort(([one], [other]) => other - one);
  for (const [ordinal, pod] of surplus) {
    if (isTerminating(pod)) {
      if (isOrdered(members.set)) return false;
      continue;
    }
    if (isOrdered(members.set) && waitsForHealth(members, ordinal, pod)) return false;
    removeMember(members, pod);
    if (isOrdered(members.set)) return false;
  }
  return surplus.length === 0;
}

/** While another member is unhealthy a healthy one is not taken away. */
function waitsForHealth({ byOrdinal }: Members, ordinal: number, pod: Pod): boolean {
  if (!isHealthy(pod)) {
    const worse = [...byOrdinal].find(([other, member]) => other < ordinal && !isHealthy(member));
    return worse !== undefined;
  }
  return [...byOrdinal.values()].some((member) => !isHealthy(member));
}
