import type { Activity, AutoScalingGroup, Member } from './group.ts';
import type { ScalingWorld } from './scaling-world.ts';

/** A group keeps its history for six weeks; a long game should not keep more than this. */
const ACTIVITIES_MAX = 1000;

/** Writes a new activity into the group's history. `because`: what follows "At <time> an instance was …". */
export function beginActivity(
  group: AutoScalingGroup,
  world: ScalingWorld,
  draft: {
    readonly description: string;
    readonly because: string;
    readonly status: Activity['status'];
    readonly zone: string;
    readonly subnetId: string;
  },
): Activity {
  const at = world.clock.isoSeconds();
  const activity: Activity = {
    id: world.identities.uuid(),
    groupName: group.name,
    startedAt: world.clock.now(),
    cause: [group.loop.reason, `At ${at} ${draft.because}`].filter((part) => part !== undefined).join('  '),
    details: { zone: draft.zone, subnetId: draft.subnetId },
    description: draft.description,
    status: draft.status,
    statusMessage: undefined,
    progress: draft.status === 'PreInService' ? 30 : 0,
    endedAt: undefined,
  };
  group.activities.unshift(activity);
  group.activities.length = Math.min(group.activities.length, ACTIVITIES_MAX);
  return activity;
}

export function endActivity(
  activity: Activity,
  group: AutoScalingGroup,
  world: ScalingWorld,
  status: 'Successful' | 'Failed' | 'Cancelled',
  message?: string,
): void {
  const now = world.clock.now();
  activity.status = status;
  activity.progress = 100;
  activity.endedAt = now;
  activity.statusMessage = message;
  if (status === 'Failed' && message !== undefined) activity.description += `.  Status Reason: ${message}`;
  if (status === 'Successful') group.loop.lastScalingAt = now;
}

/** A launch or a termination that is not finished. */
export function activityInProgress(group: AutoScalingGroup): Activity | undefined {
  return group.activities.find(({ endedAt }) => endedAt === undefined);
}

/** "an instance was started …, increasing the capacity from 2 to 3." */
export function growing(group: AutoScalingGroup, counted: number, wanted: number): string {
  const why = group.loop.rebalancing
    ? "an instance was launched to aid in balancing the group's zones"
    : 'an instance was started in response to a difference between desired and actual capacity';
  return `${why}, increasing the capacity from ${counted} to ${wanted}.`;
}

/** "an instance was taken out of service …, shrinking the capacity from 3 to 2.  At … instance i-… was selected for termination." */
export function shrinking(member: Member, counted: number, wanted: number, at: string): string {
  return `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${counted} to ${wanted}.  At ${at} instance ${member.instanceId} was selected for termination.`;
}
