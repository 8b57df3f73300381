import { KEYS } from '../replacement/act.ts';
import { act, DONE, firstNotDone, save, stuck, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { isLeaving, membersOf } from '../replacement/members.ts';
import { isRetiring, retire } from '../replacement/node-changes.ts';
import type { GroupView, Seen } from '../replacement/seen.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { approvedVersion } from './approved-version.ts';
import { remainingNodes } from './remaining-nodes.ts';
import type { Rollout } from './rollout.ts';
import { untilShown } from './until-shown.ts';

/** Processes that would take nodes away, or move them, behind the rollout's back (engine.md 1, preflight.md 93). */
export const PROCESSES_TO_SUSPEND = ['AZRebalance'];

/**
 * What is done once before the first node, each thing seen as done in the world and not in a memory: so a restart at
 * any point goes on with the next. Capacity comes before disruption, and the record of what was comes before all.
 */
export function decideStart(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const view = seen.group;
  if (!view) return wait(plan.policy.pollMs, 'the node group is being read');
  return firstNotDone([
    () => recordPrior(rollout, plan, view),
    () => tagGroup(rollout, plan, view),
    () => suspendProcesses(plan, view),
    () => makeVersion(rollout, plan),
    () => useTemplate(rollout, plan, view),
    () => retireOldNodes(rollout, plan, view),
    () => raiseCapacity(rollout, plan, view, seen.now),
  ]);
}

function recordPrior(rollout: Rollout, plan: RolloutPlan, { group }: GroupView): StepAnswer {
  if (rollout.prior) return DONE;
  if (!group.template) {
    return stuck({
      kind: 'no-launch-template',
      objects: [`AutoScalingGroup/${plan.groupName}`],
      message: 'The Auto Scaling group has no launch template any more.',
      fix: 'Give it back the launch template it had when the plan was made, or abort.',
    });
  }
  return save({
    ...rollout,
    prior: {
      desired: group.desired,
      templateId: group.template.id,
      templateVersion: group.template.version,
      suspendedProcesses: group.suspendedProcesses,
    },
    expectedDesired: group.desired,
  });
}

function tagGroup(rollout: Rollout, plan: RolloutPlan, { group }: GroupView): StepAnswer {
  if (group.tags[KEYS.rollout] === rollout.id) return DONE;
  const desiredBefore = String(rollout.prior?.desired ?? group.desired);
  return act({
    kind: 'tag-group',
    group: plan.groupName,
    tags: { [KEYS.rollout]: rollout.id, [KEYS.desiredBefore]: desiredBefore },
    why: 'the group itself says whose rollout works on it and what to go back to',
  });
}

function suspendProcesses(plan: RolloutPlan, { group }: GroupView): StepAnswer {
  const missing = PROCESSES_TO_SUSPEND.filter((process) => !group.suspendedProcesses.includes(process));
  if (missing.length === 0) return DONE;
  return act({
    kind: 'suspend-processes',
    group: plan.groupName,
    processes: missing,
    why: 'rebalancing zones would terminate nodes that were not drained',
  });
}

/** The image is the approved one; only its number in the template is not known before it is made. */
function makeVersion(rollout: Rollout, plan: RolloutPlan): StepAnswer {
  if (!plan.makesVersion || rollout.madeVersion !== undefined) return DONE;
  const { templateId, templateVersion, imageId } = plan.release;
  return act({
    kind: 'create-template-version',
    templateId,
    sourceVersion: templateVersion,
    imageId,
    token: rollout.planHash ?? rollout.nonce,
    why: 'no version of the launch template has the approved image',
  });
}

function useTemplate(rollout: Rollout, plan: RolloutPlan, { group }: GroupView): StepAnswer {
  const { templateId } = plan.release;
  const templateVersion = approvedVersion(rollout, plan);
  if (group.template?.id === templateId && group.template.version === templateVersion) return DONE;
  return act({
    kind: 'use-template',
    group: plan.groupName,
    templateId,
    version: templateVersion,
    why: 'new instances must boot the approved release',
  });
}

function retireOldNodes(rollout: Rollout, plan: RolloutPlan, view: GroupView): StepAnswer {
  const waiting = new Set(remainingNodes(rollout, plan).map(({ uid }) => uid));
  const acts = membersOf(view).flatMap((member) => {
    const { node } = member;
    if (!node || !waiting.has(node.metadata.uid) || isLeaving(member) || isRetiring(node)) return [];
    return [retire(node, 'moved pods should prefer patched nodes, or they move twice')];
  });
  return acts.length === 0 ? DONE : act(...acts);
}

function raiseCapacity(rollout: Rollout, plan: RolloutPlan, { group }: GroupView, now: number): StepAnswer {
  const before = rollout.prior?.desired ?? group.desired;
  const target = before + plan.surge;
  // Once it was raised, our own terminations take it down again: it is never raised a second time.
  if (rollout.surgedAt !== undefined) return DONE;
  if (group.desired >= target) return save({ ...rollout, surgedAt: now, expectedDesired: target });
  if (group.maxSize < target) return stuck(aboveMaximum(plan, target, group.maxSize));
  if (untilShown(now, rollout.raisedAt) < 0) return save({ ...rollout, raisedAt: now, groupChangedAt: now });
  return act({
    kind: 'set-desired',
    group: plan.groupName,
    desired: target,
    why: `capacity comes before disruption: ${before} nodes and a surge of ${plan.surge}`,
  });
}

/** Preflight saw room for the surge; somebody has lowered the maximum since. Asking on would be refused for ever (sim seed 144324480). */
function aboveMaximum(
  { groupName }: RolloutPlan,
  target: number,
  maxSize: number,
): Parameters<typeof stuck>[0] {
  return {
    kind: 'max-size',
    objects: [`AutoScalingGroup/${groupName}`],
    message: `The surge needs ${target} nodes, and the Auto Scaling group has a maximum of ${maxSize} by now.`,
    fix: `Raise its maximum to ${target} or more, then resume; or abort.`,
  };
}
