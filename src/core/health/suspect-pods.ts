import { epochMs } from '../fleet/epoch-ms.ts';
import { isPodReady, isTerminating } from '../fleet/pod.ts';
import type { Pod } from '../fleet/pod.ts';
import { objectName } from '../fleet/workload.ts';
import type { NodeWork } from '../replacement/seen.ts';
import type { Claim } from '../rollout/claim.ts';
import { brokenReason, restartsOf } from './broken-pod.ts';
import { FLAPS_FORGOTTEN_MS, POD_TRANSITIONS_HALT, POD_TRANSITIONS_MAX, RESTARTS_MAX } from './fact-rules.ts';
import { readyKey, restartsKey } from './follow.ts';
import type { Sightings } from './follow.ts';
import type { Suspicion } from './suspicion.ts';

/** Pods of touched workloads that went to patched nodes, or found no node: what is wrong with them right now. */
export function suspectPods(
  claim: Claim,
  work: NodeWork,
  followed: Sightings,
  now: number,
): readonly Suspicion[] {
  const forgets = claim.stage === 'settling' ? now - FLAPS_FORGOTTEN_MS : undefined;
  const brokenBefore = new Set(claim.workloads.flatMap(({ brokenPods }) => brokenPods));
  return work.movedPods
    .filter((pod) => !isTerminating(pod) && !brokenBefore.has(pod.metadata.uid))
    .flatMap((pod) => suspect(pod, followed, forgets, work.nodesComing?.includes(pod.metadata.uid) ?? false));
}

function suspect(
  pod: Pod,
  followed: Sightings,
  forgets: number | undefined,
  isNodeComing: boolean,
): readonly Suspicion[] {
  const { namespace, name, uid } = pod.metadata;
  const object = objectName('Pod', namespace, name);
  const make = (rule: Suspicion['rule'], detail: string): Suspicion => ({
    rule,
    key: `${rule}:${uid}`,
    object,
    detail,
  });
  if (!pod.spec.nodeName) {
    const pending = make('pod-pending', unschedulableText(pod));
    // One and the same wait, whatever is known of its end: it keeps its key.
    return [isNodeComing ? { ...pending, rule: 'pod-awaits-node' } : pending];
  }
  const broken = brokenReason(pod);
  const on = `on ${pod.spec.nodeName}`;
  return [
    ...(broken ? [make('pod-broken', `(${broken}) ${on}`)] : []),
    ...(restartedAgain(pod, followed) ? [make('pod-restarting', `(${restartsOf(pod)} restarts) ${on}`)] : []),
    ...(!broken && isStuckCreating(pod)
      ? [make('pod-stuck-creating', `(${creatingReason(pod)}) ${on}`)]
      : []),
    ...(flaps(pod, followed, forgets) ? [make(flapRule(pod, followed, forgets), on)] : []),
  ];
}

function restartedAgain(pod: Pod, followed: Sightings): boolean {
  const first = followed.get(restartsKey(pod));
  return restartsOf(pod) - Number(first?.last ?? 0) >= RESTARTS_MAX;
}

/** Before the window only what goes on counts: the window looks at the pod afresh. `forgets`: changes before that. */
function flaps(pod: Pod, followed: Sightings, forgets = Number.NEGATIVE_INFINITY): boolean {
  const changes = followed.get(readyKey(pod));
  return (changes?.count ?? 0) >= POD_TRANSITIONS_MAX && (epochMs(changes?.last) ?? forgets) >= forgets;
}

/** While the node settles it does not halt: there a person is asked when the pods do not come to rest. */
function flapRule(pod: Pod, followed: Sightings, forgets: number | undefined): Suspicion['rule'] {
  const changes = followed.get(readyKey(pod))?.count ?? 0;
  return forgets === undefined && changes >= POD_TRANSITIONS_HALT ? 'pod-flapping-on' : 'pod-flapping';
}

/** On a node, not one container started: volumes, network or image are missing. */
function isStuckCreating(pod: Pod): boolean {
  const statuses = pod.status?.containerStatuses ?? [];
  return (
    !isPodReady(pod) &&
    pod.status?.phase === 'Pending' &&
    statuses.every(({ state }) => state === undefined || state.waiting !== undefined)
  );
}

function creatingReason(pod: Pod): string {
  return pod.status?.containerStatuses?.[0]?.state?.waiting?.reason ?? 'ContainerCreating';
}

function unschedulableText(pod: Pod): string {
  const condition = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return condition?.message ? `(${condition.message})` : '';
}
