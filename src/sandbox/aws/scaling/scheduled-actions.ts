import type { AutoScalingGroup, ScheduledAction } from './group.ts';
import { isSuspended } from './group.ts';
import type { ScalingWorld } from './scaling-world.ts';

/** Carries out a scheduled action whose time has come, if it is still there and such actions are not suspended. */
export function runScheduledAction(
  group: AutoScalingGroup,
  action: ScheduledAction,
  world: ScalingWorld,
): void {
  if (isSuspended(group, 'ScheduledActions') || !group.scheduledActions.includes(action)) return;
  group.min = action.min ?? group.min;
  group.max = action.max ?? group.max;
  const before = group.desired;
  group.desired = Math.min(group.max, Math.max(group.min, action.desired ?? group.desired));
  group.loop.reason = `At ${world.clock.isoSeconds()} the scheduled action ${action.name} executed. Setting desired capacity from ${before} to ${group.desired}.`;
  world.wake(group);
}
