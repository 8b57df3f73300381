import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { DONE, lookCloser, save, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { decideClaim, withoutClaim } from '../replacement/decide-claim.ts';
import { isLeaving, isPatched, membersOf, refOf } from '../replacement/members.ts';
import type { Member } from '../replacement/members.ts';
import { openClaim } from '../replacement/open-claim.ts';
import type { Seen } from '../replacement/seen.ts';
import type { Claim } from './claim.ts';
import type { Rollout, UndoLine } from './rollout.ts';
import { ownSurplus, unrecordedRaise, withOneLess } from './own-capacity.ts';
import { takeBackSurge } from './take-back-surge.ts';
import { untilShown } from './until-shown.ts';

/**
 * Brings the group back to the size it had: surplus nodes are drained within the budgets and ended by name, from the
 * fullest zone and there the newest patched one. Capacity is never lowered by a number while instances are there: that ignores budgets.
 * What others asked for meanwhile stays: an autoscaler would ask for it again, and again.
 */
export function shedSurplus(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { active, prior } = rollout;
  if (!prior) return DONE;
  if (active?.purpose === 'shed') return goOn(rollout, plan, seen);
  const view = seen.group;
  if (!view) return wait(plan.policy.pollMs, 'the node group is being read');
  const shownInMs = untilShown(seen.now, rollout.raisedAt);
  if (view.group.desired <= prior.desired && shownInMs > 0)
    return wait(shownInMs, 'the capacity that was asked for to show');
  const lessInMs = untilShown(seen.now, rollout.loweredAt);
  // What is surplus in an old description was taken away already: one more would be one too few.
  if (view.group.desired > prior.desired && lessInMs > 0)
    return wait(lessInMs, 'the capacity that was given back to show');
  const raised = unrecordedRaise(rollout, plan, view);
  if (raised) return save(raised);
  if (view.group.desired <= prior.desired || ownSurplus(rollout) <= 0 || gaveUp(rollout))
    return takeBackSurge(rollout, plan, seen);
  const members = membersOf(view).filter((member) => !isLeaving(member));
  if (members.length <= prior.desired) return takeBackSurge(rollout, plan, seen);
  const surplus = nextSurplus(members, plan);
  if (!surplus)
    return giveUp(rollout, plan, 'no node that this rollout launched is left to take away', undefined);
  const ref = refOf(surplus);
  if (!ref || !surplus.node) return endUnjoined(rollout, plan, surplus, seen.now);
  if (seen.candidate?.name !== ref.name) return lookCloser(ref.name);
  const { node } = surplus;
  const opening = {
    ref,
    node,
    purpose: 'shed',
    canary: false,
    candidate: seen.candidate,
    now: seen.now,
  } as const;
  return save({ ...rollout, active: openClaim(opening) });
}

function goOn(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { active } = rollout;
  if (!active || !seen.work) return wait(plan.policy.pollMs, 'the surplus node is being read');
  const answer = decideClaim({ rollout, plan, claim: active, seen, work: seen.work });
  const isRefusal = isRefused(answer, active, plan, seen.now);
  const givesUp = answer.kind === 'stuck' || answer.kind === 'harm' || isRefusal;
  // What was sent without an answer may still land: while it may, the slot says whose node it is.
  if (givesUp && seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  if (answer.kind === 'stuck') return giveUp(rollout, plan, answer.problem.message, active.node.name);
  if (answer.kind === 'harm') return giveUp(rollout, plan, answer.reasons.join(' '), active.node.name);
  return isRefusal ? giveUp(rollout, plan, REFUSED, active.node.name) : answer;
}

const REFUSED = 'Auto Scaling does not end its instance: see its minimum size.';

/** The same call again and again, for longer than capacity is waited for: a person may have raised the minimum size for good. */
function isRefused(answer: StepAnswer, { terminate }: Claim, { policy }: RolloutPlan, now: number): boolean {
  const isCall =
    answer.kind === 'decided' &&
    answer.decision.kind === 'act' &&
    answer.decision.acts.some(({ kind }) => kind === 'terminate');
  return isCall && terminate !== undefined && now - terminate.at > policy.capacityTimeoutMs;
}

/** An instance that never became a node holds no pods: it is ended by name and not replaced. */
function endUnjoined(rollout: Rollout, plan: RolloutPlan, { instance }: Member, now: number): StepAnswer {
  const end = {
    kind: 'terminate',
    group: plan.groupName,
    node: { name: instance.instanceId, uid: '', instanceId: instance.instanceId, zone: instance.zone },
    decrement: true,
    why: 'it is surplus and never became a node',
  } as const;
  const thenSave = withOneLess(rollout, now);
  return { kind: 'decided', decision: { kind: 'act', acts: [end], thenSave } };
}

/**
 * From the zone that has most instances: a group that is left with uneven zones levels them as soon as it may again
 * (AZRebalance), and ends a node in use without any drain.
 */
function nextSurplus(members: readonly Member[], plan: RolloutPlan): Member | undefined {
  const inZone = (zone: string): number => members.filter(({ instance }) => instance.zone === zone).length;
  const ours = members.filter(
    (member) =>
      (isPatched(member, plan.release) || member.state === undefined || !member.node) &&
      !plan.nodes.some(({ instanceId }) => instanceId === member.instance.instanceId) &&
      !plan.alreadyPatched.includes(member.node?.metadata.name ?? ''),
  );
  return ours.toSorted(
    (a, b) => inZone(b.instance.zone) - inZone(a.instance.zone) || launchedAt(b) - launchedAt(a),
  )[0];
}

function launchedAt({ state }: Member): number {
  return state?.launchedAt ?? Number.POSITIVE_INFINITY;
}

const SURPLUS = 'take the surplus node away again';

function gaveUp({ leftUndone }: Rollout): boolean {
  return leftUndone?.some(({ what }) => what === SURPLUS) ?? false;
}

function giveUp(rollout: Rollout, plan: RolloutPlan, why: string, node: string | undefined): StepAnswer {
  const line: UndoLine = {
    what: SURPLUS,
    state: 'not-possible',
    detail: node
      ? `${why} By hand: kubectl drain ${node} --ignore-daemonsets, then end its instance with decrement in ${plan.groupName}.`
      : why,
  };
  return save({ ...withoutClaim(rollout), leftUndone: [...(rollout.leftUndone ?? []), line] });
}
