import { chooseEvictions } from '../../drain/choose-evictions.ts';
import type { EvictionChoice } from '../../drain/choose-evictions.ts';
import { classifyPod, keepsNodeBusy } from '../../drain/classify-pod.ts';
import { CHARGE_MS, freshCharges } from '../../fleet/eviction-charges.ts';
import { isCordoned } from '../../fleet/node.ts';
import type { Pod } from '../../fleet/pod.ts';
import { objectName } from '../../fleet/workload.ts';
import { judgeFacts } from '../../health/judge-facts.ts';
import { hasSpareNode } from '../../rollout/await-capacity.ts';
import type { Rollout } from '../../rollout/rollout.ts';
import { tell } from '../../rollout/story.ts';
import type { Act } from '../act.ts';
import { DONE, act, firstNotDone, harm, save, stuck, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { cordon, forgetCordon, isCordonedBy } from '../node-changes.ts';
import { touchedWorkloads } from '../open-claim.ts';
import { withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';
import { baselined } from './baselined.ts';

/** After evictions the world needs a moment to show them; looking at once would only see the past. */
const AFTER_EVICTION_MS = 1_000;

/** A drain that has not moved for so long is worth a line in the thread. */
const SLOW_MS = 2 * 60_000;

/** Beyond its own grace a terminating pod gets so much for the kubelet and the API. */
const GRACE_SLACK_MS = 60_000;

/** Moves every pod that can move off the node: cordon, evict within the budgets, wait, until it is empty and stays so. */
export function drain(context: StageContext): StepAnswer {
  if (!context.work.node)
    return save(withClaim(context, { stage: 'settling', podsLeft: 0, emptySince: context.seen.now }));
  return firstNotDone([
    () => baselined(context),
    () => stillSpare(context),
    () => cordoned(context),
    () => begun(context),
    () => harmless(context),
    () => noBarePods(context),
    () => allKnown(context),
    () => evictNext(context),
    () => empty(context),
  ]);
}

/** Between the claim and the cordon others may have taken nodes away: then this one is left alone until there is room again. */
function stillSpare({ claim, work, rollout, plan, seen }: StageContext): StepAnswer {
  const isBegun = claim.drainStartedAt !== undefined || (work.node && isCordonedBy(work.node, rollout));
  if (claim.purpose === 'shed' || isBegun) return DONE;
  if (!seen.group) return wait(plan.policy.pollMs, 'the node group is being read');
  if (hasSpareNode(rollout, plan, seen.group)) return DONE;
  // A cordon without an answer may still land: then it is drained after all.
  if (seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  const { active: _given, ...rest } = rollout;
  return save(rest);
}

function cordoned(context: StageContext): StepAnswer {
  const { work, rollout, seen, claim } = context;
  if (!work.node || isCordonedBy(work.node, rollout)) return DONE;
  const isLost = !isCordoned(work.node) || rollout.lostCordons?.includes(claim.node.uid);
  if (claim.drainStartedAt !== undefined && isLost) {
    return stuck({
      kind: 'uncordoned-by-other',
      objects: [`Node/${claim.node.name}`],
      message: `Somebody uncordoned ${claim.node.name} while it was being drained.`,
      fix: 'Find out who, and why. Resume cordons and drains it again.',
      node: claim.node.name,
    });
  }
  // Of a cordon that was lost: beside them ours could not be told from the next one of others.
  const stale = forgetCordon(work.node, 'what is left of a former cordon would be taken for the next one');
  if (stale) return act(stale);
  return act(
    cordon(
      work.node,
      { rollout: rollout.id, epoch: seen.epoch },
      'no new pod may land on a node about to go',
    ),
  );
}

function begun(context: StageContext): StepAnswer {
  if (context.claim.drainStartedAt !== undefined) return DONE;
  const { now } = context.seen;
  return save(withClaim(context, { drainStartedAt: now, progressAt: now }));
}

/** Pods that crash on their new node show it long before the window: then the rest stays where it is. */
function harmless(context: StageContext): StepAnswer {
  const { claim, work, plan, seen } = context;
  if (claim.purpose === 'shed') return DONE;
  const judgement = judgeFacts({
    claim,
    work,
    group: seen.group,
    imageId: plan.release.imageId,
    draining: true,
    now: seen.now,
  });
  if (judgement.verdict === 'HALT') return harm('gate', ...judgement.reasons);
  const known = new Set(claim.sightings.map(({ key }) => key));
  const isNew = judgement.sightings.some(({ key }) => !known.has(key) && !key.startsWith('ready:'));
  return isNew ? save(withClaim(context, { sightings: judgement.sightings })) : DONE;
}

function noBarePods({ work, claim }: StageContext): StepAnswer {
  const bare = work.pods.filter((pod) => classifyPod(pod) === 'bare');
  if (bare.length === 0) return DONE;
  const objects = bare.map(({ metadata }) => objectName('Pod', metadata.namespace, metadata.name));
  return stuck({
    kind: 'bare-pod',
    objects,
    message: `${objects.join(', ')} on ${claim.node.name} has no controller: evicted, it would be gone for ever.`,
    fix: 'Give it a controller or delete it yourself, then resume.',
    node: claim.node.name,
  });
}

/** Of a workload that came to the node after the claim it is written down how it was, before the first of its pods goes. */
function allKnown(context: StageContext): StepAnswer {
  const { claim, work } = context;
  const known = new Set(claim.workloads.map(({ ref }) => ref));
  const found = work.strangers ? touchedWorkloads(work.strangers).filter(({ ref }) => !known.has(ref)) : [];
  return found.length > 0 ? save(withClaim(context, { workloads: [...claim.workloads, ...found] })) : DONE;
}

function evictNext(context: StageContext): StepAnswer {
  const { work, claim, plan, seen } = context;
  const busy = work.pods.filter(keepsNodeBusy);
  if (busy.length === 0) return DONE;
  if (busy.length < claim.podsLeft || claim.emptySince !== undefined)
    return save(moved(context, busy.length));
  const choice = chooseEvictions({
    pods: work.pods,
    budgets: work.budgets,
    workloads: work.workloads,
    before: claim.workloads,
    inFlightMax: plan.policy.evictionsInFlight,
  });
  const stillMs = seen.now - (claim.progressAt ?? seen.now);
  if (stillMs > patienceMs(context, busy, choice)) {
    return stuck(stuckDrain(context, choice.heldBack[0], busy));
  }
  return choice.evict.length > 0 ? evict(context, choice.evict) : standStill(context, choice, busy, stillMs);
}

/** Fewer pods than ever before is progress. An accepted eviction is not: the pod may come straight back. */
function moved(context: StageContext, left: number): Rollout {
  const { claim, seen } = context;
  return withClaim(context, {
    podsLeft: Math.min(left, claim.podsLeft),
    progressAt: seen.now,
    slowTold: false,
    emptySince: undefined,
  });
}

function evict({ claim }: StageContext, pods: readonly Pod[]): StepAnswer {
  const acts = pods.map(({ metadata }): Act => {
    const pod = { namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid };
    return { kind: 'evict', node: claim.node.name, pod, why: `${claim.node.name} is being drained` };
  });
  return { kind: 'decided', decision: { kind: 'act', acts, thenWaitMs: AFTER_EVICTION_MS } };
}

/** Nothing to evict right now: say what is waited for, and after a while say it aloud. */
function standStill(
  context: StageContext,
  { heldBack }: EvictionChoice,
  busy: readonly Pod[],
  stillMs: number,
): StepAnswer {
  const { claim, plan, seen } = context;
  const [held] = heldBack;
  const waitingFor = held ? held.message : `${busy.length} pods to terminate`;
  const slow = stillMs > SLOW_MS && !claim.slowTold;
  const changed = withClaim(context, {
    waitingFor,
    ...(slow ? { slowTold: true } : {}),
    ...(held ? { blockedBy: { objects: held.objects, message: held.message, fix: held.fix } } : {}),
  });
  const told = slow
    ? tell(changed, seen.now, { kind: 'drain-slow', node: claim.node.name, waitingFor })
    : changed;
  return wait(plan.policy.pollMs, waitingFor, told);
}

/** How long a drain may stand still. A token that an eviction spent on nothing comes back by itself: that is waited for once more. */
function patienceMs(
  { work, plan, seen }: StageContext,
  busy: readonly Pod[],
  { heldBack }: EvictionChoice,
): number {
  const usual = Math.max(plan.policy.drainTimeoutMs, longestGraceMs(busy) + GRACE_SLACK_MS);
  const awaited = work.budgets.filter(({ metadata }) =>
    heldBack.some(({ objects }) =>
      objects.includes(objectName('PodDisruptionBudget', metadata.namespace, metadata.name)),
    ),
  );
  return awaited.some((budget) => freshCharges(budget, seen.now).length > 0) ? usual + CHARGE_MS : usual;
}

function longestGraceMs(pods: readonly Pod[]): number {
  const graces = pods
    .filter((pod) => classifyPod(pod) === 'going')
    .map(({ metadata }) => metadata.deletionGracePeriodSeconds ?? 0);
  return 1_000 * Math.max(0, ...graces);
}

function stuckDrain(
  { claim, plan }: StageContext,
  held: EvictionChoice['heldBack'][number] | undefined,
  busy: readonly Pod[],
): Parameters<typeof stuck>[0] {
  const minutes = Math.round(plan.policy.drainTimeoutMs / 60_000);
  const blocked = held ?? (busy.some((pod) => classifyPod(pod) === 'evict') ? claim.blockedBy : undefined);
  const pods = busy.map(({ metadata }) => objectName('Pod', metadata.namespace, metadata.name));
  const finalizers = busy.flatMap(({ metadata }) => metadata.finalizers ?? []);
  const terminating =
    finalizers.length > 0 ? `finalizers ${finalizers.join(', ')} hold it` : 'it does not terminate';
  return {
    kind: 'drain-stuck',
    objects: blocked?.objects ?? pods,
    message: `The drain of ${claim.node.name} has not moved for ${minutes} min: ${blocked?.message ?? `${pods[0] ?? 'a pod'}: ${terminating}.`} ${busy.length} pods were left.`,
    fix: blocked?.fix ?? 'See why the pod does not terminate (finalizer, volume, kubelet), then resume.',
    node: claim.node.name,
  };
}

/** Empty counts when it was seen twice, seconds apart: a pod that tolerates the cordon is away for most of a second. */
function empty(context: StageContext): StepAnswer {
  const { claim, seen, plan } = context;
  if (claim.emptySince === undefined) {
    return save(
      withClaim(context, { podsLeft: 0, emptySince: seen.now, waitingFor: 'the node to stay empty' }),
    );
  }
  const left = plan.policy.emptyTwiceMs - (seen.now - claim.emptySince);
  if (left > 0) return wait(left, 'the node to stay empty');
  return save(withClaim(context, { stage: 'settling', podsLeft: 0, waitingFor: 'replacements to be ready' }));
}
