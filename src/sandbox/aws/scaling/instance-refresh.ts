import { type AutoScalingGroup, countedMembers, type InstanceRefresh, isSuspended } from './group.ts';
import { launchChoices } from './launch-choices.ts';
import { terminateMember } from './lifecycle.ts';
import type { ScalingWorld } from './scaling-world.ts';

const ACTIVE: readonly InstanceRefresh['status'][] = [
  'Pending',
  'InProgress',
  'Cancelling',
  'Baking',
  'RollbackInProgress',
];

export function activeRefresh(group: AutoScalingGroup): InstanceRefresh | undefined {
  return group.refreshes.find(({ status }) => ACTIVE.includes(status));
}

/** Begins to replace every instance, one after another: terminate first, as the default of 100 % at most means. */
export function startRefresh(
  group: AutoScalingGroup,
  world: ScalingWorld,
  wishes: Pick<InstanceRefresh, 'minHealthyPercentage' | 'skipMatching' | 'template'>,
): InstanceRefresh {
  const refresh: InstanceRefresh = {
    ...wishes,
    id: world.identities.uuid(),
    startedAt: world.clock.now(),
    status: 'Pending',
    statusReason: undefined,
    endedAt: undefined,
    total: 0,
    left: new Set(),
  };
  group.refreshes.unshift(refresh);
  world.wake(group);
  return refresh;
}

/** One step of a refresh that is under way; called at every look at the group. */
export function advanceRefresh(group: AutoScalingGroup, world: ScalingWorld): void {
  const refresh = activeRefresh(group);
  if (!refresh || isSuspended(group, 'InstanceRefresh')) return;
  if (refresh.status === 'Cancelling') return end(refresh, 'Cancelled', world);
  if (refresh.status === 'Pending') begin(group, refresh, world);
  const serving = countedMembers(group).filter(({ lifecycleState }) => lifecycleState === 'InService');
  for (const id of refresh.left) if (!group.members.has(id)) refresh.left.delete(id);
  if (serving.length < group.desired) return;
  const next = serving.find(({ instanceId }) => refresh.left.has(instanceId));
  if (!next) {
    // The last one may still be on its way out.
    if (refresh.left.size === 0) end(refresh, 'Successful', world);
    return;
  }
  terminateMember(
    group,
    next,
    world,
    'an instance was taken out of service in response to an instance refresh.',
  );
}

/** How much is done, in percent. */
export function refreshPercentage(refresh: InstanceRefresh): number {
  if (refresh.status === 'Pending') return 0;
  return refresh.total === 0 ? 100 : Math.floor(((refresh.total - refresh.left.size) / refresh.total) * 100);
}

function begin(group: AutoScalingGroup, refresh: InstanceRefresh, world: ScalingWorld): void {
  refresh.status = 'InProgress';
  if (refresh.template) group.template = refresh.template;
  const [choice] = launchChoices(group, world);
  for (const member of countedMembers(group)) {
    const matches =
      member.template?.id === choice?.template.id && member.template?.version === choice?.template.version;
    if (!(refresh.skipMatching && matches)) refresh.left.add(member.instanceId);
  }
  refresh.total = refresh.left.size;
}

function end(refresh: InstanceRefresh, status: 'Successful' | 'Cancelled', world: ScalingWorld): void {
  refresh.status = status;
  refresh.endedAt = world.clock.now();
}
