import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { act, DONE, firstNotDone, harm, save, stuck, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import { isLeaving, isPatched, isUsable, membersOf } from '../replacement/members.ts';
import type { Member } from '../replacement/members.ts';
import { adopt, isAdopted } from '../replacement/node-changes.ts';
import type { GroupView, Seen } from '../replacement/seen.ts';
import { isCordoned, isReady } from '../fleet/node.ts';
import type { Problem, Rollout } from './rollout.ts';

/**
 * Before a node is taken away there must be one more usable node than at the start, the new ones must run the release,
 * and each must be guarded against the cluster autoscaler. Nothing is drained until then.
 */
export function awaitCapacity(rollout: Rollout, plan: RolloutPlan, view: GroupView, seen: Seen): StepAnswer {
  const members = membersOf(view).filter((member) => !isLeaving(member));
  const fresh = members.filter(
    ({ node, instance }) => !isPlanned(plan, node?.metadata.uid, instance.instanceId),
  );
  return firstNotDone([
    () => wrongImage(rollout, plan, fresh),
    () => adoptFresh(rollout, plan, fresh),
    () => neverJoined(plan, fresh, seen.now),
    () => enough(rollout, plan, view, members, seen.now),
  ]);
}

/** Whether one node may be taken away: there is one usable node more than at the start. */
export function hasSpareNode(rollout: Rollout, plan: RolloutPlan, view: GroupView): boolean {
  return membersOf(view).filter((member) => isUsable(member, view)).length > nodesBefore(rollout, plan);
}

function nodesBefore({ prior }: Rollout, { desiredBefore }: RolloutPlan): number {
  return prior?.desired ?? desiredBefore;
}

function isPlanned(plan: RolloutPlan, uid: string | undefined, instanceId: string): boolean {
  return plan.nodes.some((node) => node.uid === uid || node.instanceId === instanceId);
}

/** Our clock and the cloud's may differ by a little; instances older than the surge are none of our launches. */
const CLOCK_SLACK_MS = 5_000;

/** A launch that boots something else than was approved is not a replacement (invariant I11). */
function wrongImage(rollout: Rollout, plan: RolloutPlan, fresh: readonly Member[]): StepAnswer {
  const since = (rollout.surgedAt ?? Number.POSITIVE_INFINITY) - CLOCK_SLACK_MS;
  const wrong = fresh.find(
    ({ state }) => state !== undefined && state.launchedAt >= since && state.imageId !== plan.release.imageId,
  );
  if (!wrong) return DONE;
  return harm(
    'wrong-image',
    `Instance ${wrong.instance.instanceId} was launched with image ${wrong.state?.imageId ?? 'unknown'}; approved was ${plan.release.imageId}.`,
  );
}

function adoptFresh(rollout: Rollout, plan: RolloutPlan, fresh: readonly Member[]): StepAnswer {
  const acts = fresh
    .filter((member) => isPatched(member, plan.release))
    .flatMap(({ node }) =>
      node && !isAdopted(node) ? [adopt(node, rollout.id, 'an empty new node must not be scaled down')] : [],
    );
  return acts.length === 0 ? DONE : act(...acts);
}

function neverJoined(plan: RolloutPlan, fresh: readonly Member[], now: number): StepAnswer {
  const late = fresh.find(
    ({ state, node }) =>
      state !== undefined &&
      now - state.launchedAt > plan.policy.joinTimeoutMs &&
      !(node !== undefined && isReady(node)),
  );
  if (!late) return DONE;
  const minutes = Math.round(plan.policy.joinTimeoutMs / 60_000);
  const what = late.node ? `node ${late.node.metadata.name} is not Ready` : 'it never became a node';
  return harm(
    'node-never-joins',
    `Instance ${late.instance.instanceId} (${late.instance.zone}) was launched with image ${plan.release.imageId} more than ${minutes} min ago and ${what}.`,
    'Nothing was drained for it: the nodes it should relieve are untouched.',
  );
}

/** Waits for the nodes that are needed; a lack that lasts needs a person, who is told which instances are missing or unfit. */
function enough(
  rollout: Rollout,
  plan: RolloutPlan,
  view: GroupView,
  members: readonly Member[],
  now: number,
): StepAnswer {
  const before = nodesBefore(rollout, plan);
  const usable = members.filter((member) => isUsable(member, view));
  const patched = usable.filter((member) => isPatched(member, plan.release));
  const { lackingSince, ...rest } = rollout;
  if (usable.length > before && patched.length > 0) return lackingSince === undefined ? DONE : save(rest);
  const lacksFor = now - (lackingSince ?? now);
  const expected = rollout.expectedDesired ?? before + plan.surge;
  const launched = members.length >= expected;
  if (!launched && lacksFor > plan.policy.capacityTimeoutMs) return stuck(noCapacity(plan, view));
  if (launched && lacksFor > plan.policy.joinTimeoutMs) return stuck(unfit(plan, view, members, before + 1));
  const why = launched
    ? `a patched node to become usable: ${usable.length} of ${before + 1} nodes are`
    : `capacity: ${members.length} of ${expected} instances were launched`;
  return wait(plan.policy.pollMs, why, { ...rollout, lackingSince: lackingSince ?? now });
}

/** Instances enough, but too few that pods can live on: somebody cordoned one, or one does not come back. */
function unfit(
  plan: RolloutPlan,
  view: GroupView,
  members: readonly Member[],
  needed: number,
): Omit<Problem, 'at'> {
  const usable = members.filter((member) => isUsable(member, view));
  const rest = members.filter((member) => !usable.includes(member));
  const said = rest.map((member) => `${nameOf(member)} ${whyUnfit(member)}`);
  if (!usable.some((member) => isPatched(member, plan.release))) said.push('none runs the release');
  const minutes = Math.round(plan.policy.joinTimeoutMs / 60_000);
  return {
    kind: 'unusable-nodes',
    objects: rest.length > 0 ? rest.map(nameOf) : [`AutoScalingGroup/${plan.groupName}`],
    message: `For ${minutes} min only ${usable.length} of the ${needed} nodes that are needed are usable: ${said.join('; ')}. No node is drained until then.`,
    fix: 'Uncordon, repair or end what is named; then resume.',
  };
}

function nameOf({ node, instance }: Member): string {
  return node ? `Node/${node.metadata.name}` : `Instance/${instance.instanceId}`;
}

function whyUnfit({ node, instance }: Member): string {
  if (!node) return 'has no node';
  if (!isReady(node)) return 'is not Ready';
  if (isCordoned(node)) return 'is cordoned';
  if (instance.lifecycleState !== 'InService') return `is ${instance.lifecycleState}`;
  return 'has a taint, or DaemonSet pods that are not ready';
}

function noCapacity(plan: RolloutPlan, view: GroupView): Omit<Problem, 'at'> {
  const last = view.failedLaunches[0];
  return {
    kind: 'no-capacity',
    objects: [`AutoScalingGroup/${plan.groupName}`],
    message: `AWS gave no capacity within ${Math.round(plan.policy.capacityTimeoutMs / 60_000)} min.${last ? ` Last failure: ${last}` : ''} No node was drained for it.`,
    fix: 'Add instance types or zones, raise the quota, or wait; then resume. The surge was taken back meanwhile.',
  };
}
