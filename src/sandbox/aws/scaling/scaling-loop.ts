import { beginActivity, endActivity, shrinking } from './activities.ts';
import { type AutoScalingGroup, countedMembers, isSuspended, type Member } from './group.ts';
import { launchOne } from './launch-members.ts';
import { terminateMember } from './lifecycle.ts';
import { countByZone, zoneToLevel } from './placement.ts';
import { type ScalingWorld, zonesOf } from './scaling-world.ts';
import { chooseVictim } from './termination-policy.ts';
import { fillWarmPool } from './warm-pool.ts';

/** One look at a group: brings what runs towards what is desired. */
export function reconcileGroup(group: AutoScalingGroup, world: ScalingWorld): void {
  const missing = group.desired - countedMembers(group).length;
  if (missing > 0) launchMissing(group, world, missing);
  else if (missing < 0) shrink(group, world, -missing);
  else {
    group.loop.reason = undefined;
    group.loop.rebalancing = false;
  }
  fillWarmPool(group, world);
}

function launchMissing(group: AutoScalingGroup, world: ScalingWorld, missing: number): void {
  group.loop.rebalancing = false;
  const { clock, settings } = world;
  if (isSuspended(group, 'Launch') || clock.now() < group.loop.retryAt) return;
  for (let count = 0; count < missing; count++) {
    if (launchOne(group, world)) continue;
    group.loop.retryAt = clock.now() + settings().launchRetryMs;
    clock.at(group.loop.retryAt, () => world.wake(group));
    return;
  }
}

function shrink(group: AutoScalingGroup, world: ScalingWorld, surplus: number): void {
  if (isSuspended(group, 'Terminate')) return;
  // The instance that levels the zones must serve before another one goes.
  if (
    group.loop.rebalancing &&
    countedMembers(group).some(({ lifecycleState }) => lifecycleState !== 'InService')
  )
    return;
  for (let count = 0; count < surplus; count++) {
    const victim = victimOf(group, world);
    if (!victim) return sayProtected(group, world);
    const counted = countedMembers(group).length;
    const wanted = Math.max(group.desired, counted - 1);
    terminateMember(group, victim, world, shrinking(victim, counted, wanted, world.clock.isoSeconds()));
  }
}

/** Who goes when desired falls: the default policy decides, and protection from scale-in is respected. */
function victimOf(group: AutoScalingGroup, world: ScalingWorld): Member | undefined {
  const counted = countedMembers(group);
  const candidates = counted
    .filter(({ protectedFromScaleIn }) => !protectedFromScaleIn)
    .map((member) => ({ member, launchedAt: world.instances.get(member.instanceId)?.launchedAt ?? 0 }));
  const free = new Set(candidates.map(({ member }) => member.zone));
  // A zone whose instances are all protected is not looked at.
  const counts = new Map([...countByZone(zonesOf(group, world), counted)].filter(([zone]) => free.has(zone)));
  const current = (group.mixed?.template ?? group.template)?.id;
  return chooseVictim(candidates, counts, current, world.clock.now(), world.random);
}

function sayProtected(group: AutoScalingGroup, world: ScalingWorld): void {
  if (group.loop.saidProtected) return;
  group.loop.saidProtected = true;
  const activity = beginActivity(group, world, {
    description: 'Terminating EC2 instance',
    because: 'the group could not be scaled in.',
    status: 'InProgress',
    zone: '',
    subnetId: '',
  });
  endActivity(
    activity,
    group,
    world,
    'Cancelled',
    'Could not scale to desired capacity because all remaining instances are protected from scale-in.',
  );
}

/** Levels the zones: one more in the emptiest first, and when it serves, one less in the fullest. */
export function rebalanceZones(group: AutoScalingGroup, world: ScalingWorld): void {
  if (isSuspended(group, 'AZRebalance') || isSuspended(group, 'Launch') || group.loop.rebalancing) return;
  const members = [...group.members.values()];
  const settled =
    members.length === group.desired && members.every(({ lifecycleState }) => lifecycleState === 'InService');
  const zone = zoneToLevel(countByZone(zonesOf(group, world), members));
  if (!settled || zone === undefined) return;
  group.loop.rebalancing = true;
  if (!launchOne(group, world, [zone])) group.loop.rebalancing = false;
}

/** Finds members whose instance is gone or ill, and has them replaced unless that is suspended. */
export function checkHealth(group: AutoScalingGroup, world: ScalingWorld): void {
  if (!isSuspended(group, 'HealthCheck')) {
    for (const member of countedMembers(group))
      if (illness(group, member, world)) member.healthStatus = 'Unhealthy';
  }
  if (isSuspended(group, 'ReplaceUnhealthy')) return;
  for (const member of countedMembers(group)) {
    if (member.healthStatus !== 'Unhealthy') continue;
    const why = illness(group, member, world) ?? 'a user health-check';
    terminateMember(group, member, world, `an instance was taken out of service in response to ${why}.`);
  }
}

function illness(group: AutoScalingGroup, member: Member, world: ScalingWorld): string | undefined {
  const instance = world.instances.get(member.instanceId);
  if (!instance || (instance.state !== 'pending' && instance.state !== 'running')) {
    return 'an EC2 health check indicating it has been terminated or stopped';
  }
  const graceEnds = (member.inServiceAt ?? Number.POSITIVE_INFINITY) + group.healthCheckGraceSeconds * 1000;
  return !instance.healthy && world.clock.now() >= graceEnds
    ? 'an EC2 instance status checks failure'
    : undefined;
}
