import { endActivity, beginActivity } from './activities.ts';
import type { Activity, AutoScalingGroup, LifecycleHook, Member } from './group.ts';
import type { ScalingWorld } from './scaling-world.ts';

/** A wait lasts at most 48 hours or a hundred heartbeats, whichever is less. */
const GLOBAL_HOURS_MAX = 48;
const HEARTBEATS_MAX = 100;
const SECOND_MS = 1000;

export function globalTimeoutSeconds(hook: LifecycleHook): number {
  return Math.min(GLOBAL_HOURS_MAX * 3600, HEARTBEATS_MAX * hook.heartbeatSeconds);
}

/** Its instance runs: launch hooks first, then service. */
export function memberRuns(group: AutoScalingGroup, member: Member, world: ScalingWorld): void {
  if (member.lifecycleState !== 'Pending') return;
  if (startWaits(group, member, world, 'autoscaling:EC2_INSTANCE_LAUNCHING')) {
    member.lifecycleState = 'Pending:Wait';
    member.activity.status = 'MidLifecycleAction';
  } else enterService(group, member, world);
}

function enterService(group: AutoScalingGroup, member: Member, world: ScalingWorld): void {
  member.lifecycleState = 'InService';
  member.inServiceAt = world.clock.now();
  endActivity(member.activity, group, world, 'Successful');
  if (!group.suspended.has('AddToLoadBalancer')) {
    for (const arn of group.targetGroupArns) world.targetGroups.register(arn, member.instanceId, member.zone);
  }
  world.wake(group);
}

/** Takes a member out of service: load balancers let go, termination hooks run, then EC2 ends the instance. */
export function terminateMember(
  group: AutoScalingGroup,
  member: Member,
  world: ScalingWorld,
  because: string,
): Activity {
  if (member.lifecycleState.startsWith('Terminating')) return member.activity;
  stopWaits(member);
  if (member.activity.endedAt === undefined) endActivity(member.activity, group, world, 'Cancelled');
  const subnetId = world.instances.get(member.instanceId)?.subnetId ?? '';
  member.activity = beginActivity(group, world, {
    description: `Terminating EC2 instance: ${member.instanceId}`,
    because,
    status: 'InProgress',
    zone: member.zone,
    subnetId,
  });
  member.lifecycleState = 'Terminating';
  const drainMs = Math.max(
    0,
    ...group.targetGroupArns.map((arn) => world.targetGroups.deregister(arn, member.instanceId)),
  );
  if (drainMs > 0) {
    member.activity.status = 'WaitingForELBConnectionDraining';
    world.clock.after(drainMs, () => afterDraining(group, member, world));
  } else afterDraining(group, member, world);
  world.wake(group);
  return member.activity;
}

function afterDraining(group: AutoScalingGroup, member: Member, world: ScalingWorld): void {
  const instance = world.instances.get(member.instanceId);
  if (!instance || instance.state === 'terminated') return memberGone(group, member, world);
  if (startWaits(group, member, world, 'autoscaling:EC2_INSTANCE_TERMINATING')) {
    member.lifecycleState = 'Terminating:Wait';
    member.activity.status = 'MidLifecycleAction';
  } else endInstance(member, world);
}

function endInstance(member: Member, world: ScalingWorld): void {
  member.activity.status = 'InProgress';
  member.activity.progress = 50;
  const instance = world.instances.get(member.instanceId);
  if (instance) world.instances.terminate(instance, 'user');
}

/** Its instance is terminated: the group forgets it. */
export function memberGone(group: AutoScalingGroup, member: Member, world: ScalingWorld): void {
  stopWaits(member);
  if (member.activity.endedAt === undefined) endActivity(member.activity, group, world, 'Successful');
  group.members.delete(member.instanceId);
  world.wake(group);
}

/** Ends one wait; the last one lets the member go on. ABANDON ends all of them. */
export function completeWait(
  group: AutoScalingGroup,
  member: Member,
  world: ScalingWorld,
  hookName: string,
  result: 'CONTINUE' | 'ABANDON',
): void {
  member.waits.get(hookName)?.timer.cancel();
  member.waits.delete(hookName);
  if (result === 'ABANDON') stopWaits(member);
  if (member.waits.size > 0) return;
  if (member.lifecycleState === 'Pending:Wait' && result === 'ABANDON') {
    endActivity(
      member.activity,
      group,
      world,
      'Failed',
      "Instance failed to complete user's Lifecycle Action: the lifecycle action was abandoned",
    );
    terminateMember(
      group,
      member,
      world,
      'an instance was taken out of service in response to an abandoned lifecycle action.',
    );
  } else if (member.lifecycleState === 'Pending:Wait') {
    member.lifecycleState = 'Pending:Proceed';
    enterService(group, member, world);
  } else if (member.lifecycleState === 'Terminating:Wait') {
    member.lifecycleState = 'Terminating:Proceed';
    endInstance(member, world);
  }
}

/** Restarts the heartbeat of a wait, within its global timeout. */
export function heartbeat(
  group: AutoScalingGroup,
  member: Member,
  world: ScalingWorld,
  hookName: string,
): void {
  const wait = member.waits.get(hookName);
  if (!wait) return;
  wait.timer.cancel();
  const limit = wait.startedAt + globalTimeoutSeconds(wait.hook) * SECOND_MS;
  const due = Math.min(limit, world.clock.now() + wait.hook.heartbeatSeconds * SECOND_MS);
  wait.timer = world.clock.at(due, () =>
    completeWait(group, member, world, hookName, wait.hook.defaultResult),
  );
}

function startWaits(
  group: AutoScalingGroup,
  member: Member,
  world: ScalingWorld,
  transition: LifecycleHook['transition'],
): boolean {
  for (const hook of group.hooks.values()) {
    if (hook.transition !== transition) continue;
    const expire = (): void => completeWait(group, member, world, hook.name, hook.defaultResult);
    const timer = world.clock.after(hook.heartbeatSeconds * SECOND_MS, expire);
    member.waits.set(hook.name, {
      token: world.identities.uuid(),
      hook,
      startedAt: world.clock.now(),
      timer,
    });
  }
  return member.waits.size > 0;
}

function stopWaits(member: Member): void {
  for (const wait of member.waits.values()) wait.timer.cancel();
  member.waits.clear();
}
