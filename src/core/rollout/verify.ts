import { isReady } from '../fleet/node.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { save, stuck, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { isLeaving, isPatched, membersOf } from '../replacement/members.ts';
import type { Member } from '../replacement/members.ts';
import type { GroupView, Seen } from '../replacement/seen.ts';
import { approvedVersion } from './approved-version.ts';
import { findDrift } from './drift.ts';
import type { FinalReport, Problem, Rollout, VerifiedNode } from './rollout.ts';
import { tell } from './story.ts';

/** Said in the report of every rollout that had nothing to judge requests by. */
const NO_SOURCE = 'requests were not judged: no metrics source is configured';

/**
 * Looks at every instance of the group: which image it booted, which kubelet it runs, whether it is Ready; and at the
 * template that the next launch will use. Only then is the rollout over.
 */
export function verify(rollout: Rollout, plan: RolloutPlan, view: GroupView, seen: Seen): StepAnswer {
  const members = membersOf(view);
  const leaving = members.filter(isLeaving);
  if (leaving.length > 0) {
    return wait(plan.policy.pollMs, `${leaving.length} instances to end`);
  }
  const unknown = members.find(({ state, node }) => state === undefined || !node || !isReady(node));
  const since = rollout.results.at(-1)?.endedAt ?? seen.now;
  // A node that is not Ready now is given the time a new one has to join; then the report says it as it is.
  if (unknown && seen.now - since < plan.policy.joinTimeoutMs) {
    return wait(plan.policy.pollMs, `${unknown.instance.instanceId} to be Ready`);
  }
  const report = reportOf(rollout, plan, view, seen);
  const ended: Rollout = { ...rollout, report, endedAt: seen.now };
  if (rollout.kind === 'rollback') {
    const whole = report.nodes.every(({ onRelease }) => onRelease) && report.templateOnRelease;
    const phase = whole ? 'rolled-back' : 'rollback-incomplete';
    return save(tell({ ...ended, phase }, seen.now, { kind: phase }));
  }
  const problem = findDrift(rollout, plan, view) ?? unverified(rollout, plan, report);
  if (problem) return stuck(problem);
  return save(tell({ ...ended, phase: 'succeeded' }, seen.now, { kind: 'succeeded' }));
}

/** Never called a success: a node that does not run the release, or does not run, and was not left out aloud. */
function unverified(
  rollout: Rollout,
  plan: RolloutPlan,
  report: FinalReport,
): Omit<Problem, 'at'> | undefined {
  const skipped = new Set(
    rollout.results.filter(({ result }) => result === 'skipped').map(({ instanceId }) => instanceId),
  );
  const wrong = report.nodes.filter(
    ({ onRelease, ready, instanceId }) => !(onRelease && ready) && !skipped.has(instanceId),
  );
  const [first] = wrong;
  if (!first) return undefined;
  const says = wrong.map(({ node, instanceId, imageId, ready }) =>
    imageId === plan.release.imageId && !ready
      ? `${node} (${instanceId}) is not Ready`
      : `${node} (${instanceId}) runs ${imageId}`,
  );
  return {
    kind: 'verification-failed',
    objects: wrong.map(({ node }) => `Node/${node}`),
    message: `Not every node of the group runs ${plan.release.imageId}: ${says.join('; ')}.`,
    fix: 'Repair or replace what is named, then resume to verify again; or abort, which leaves it as it is.',
    node: first.node,
  };
}

function reportOf(rollout: Rollout, plan: RolloutPlan, view: GroupView, seen: Seen): FinalReport {
  const { group } = view;
  const members = membersOf(view);
  return {
    at: seen.now,
    nodes: members.map((member) => verified(member, plan)),
    templateVersion: group.template?.version ?? 'none',
    templateOnRelease: group.template?.version === approvedVersion(rollout, plan),
    pendingPods: seen.pendingPods ?? 0,
    notJudged: [...(rollout.gate ? [] : [NO_SOURCE]), ...(rollout.notJudged ?? [])],
  };
}

function verified(member: Member, plan: RolloutPlan): VerifiedNode {
  const { node, state, instance } = member;
  return {
    node: node?.metadata.name ?? 'no node',
    instanceId: instance.instanceId,
    zone: instance.zone,
    imageId: state?.imageId ?? 'unknown',
    kubeletVersion: node?.status?.nodeInfo?.kubeletVersion ?? 'unknown',
    ready: node !== undefined && isReady(node),
    onRelease: isPatched(member, plan.release),
  };
}
