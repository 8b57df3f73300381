import { arnOf } from '../cloud/cloud-state.ts';
import { activityInProgress } from '../scaling/activities.ts';
import { type AutoScalingGroup, countedMembers } from '../scaling/group.ts';
import { terminateMember } from '../scaling/lifecycle.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, list, required, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';
import { activityOutput } from './group-output.ts';

export const setDesiredCapacity = operation({
  name: 'SetDesiredCapacity',
  access: 'write',
  parameters: {
    AutoScalingGroupName: required(text({ min: 1, max: 255 })),
    DesiredCapacity: required(integer()),
    HonorCooldown: flag(),
  },
  authorize: (input, context) => [onGroup('SetDesiredCapacity', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const wanted = input.DesiredCapacity;
    if (wanted > group.max)
      throw validationError(
        `New SetDesiredCapacity value ${wanted} is above max value ${group.max} for the AutoScalingGroup.`,
      );
    if (wanted < group.min)
      throw validationError(
        `New SetDesiredCapacity value ${wanted} is below min value ${group.min} for the AutoScalingGroup.`,
      );
    if (input.HonorCooldown) refuseInCooldown(group, cloud.clock.now());
    if (wanted !== group.desired) {
      group.loop.reason = `At ${cloud.clock.isoSeconds()} a user request explicitly set group desired capacity changing the desired capacity from ${group.desired} to ${wanted}.`;
    }
    changeDesired(group, wanted);
    cloud.groups.wake(group);
    return undefined;
  },
});

/** Sets the desired capacity; an earlier failure to launch no longer holds the next try back. */
export function changeDesired(group: AutoScalingGroup, desired: number): void {
  if (desired === group.desired) return;
  group.desired = desired;
  group.loop.retryAt = 0;
  group.loop.saidProtected = false;
}

function refuseInCooldown(group: AutoScalingGroup, now: number): void {
  const busy = activityInProgress(group);
  const cooling = now < group.loop.lastScalingAt + group.defaultCooldownSeconds * 1000;
  if (!busy && !cooling) return;
  const id = busy?.id ?? group.activities[0]?.id ?? '';
  throw new AwsError(
    'ScalingActivityInProgress',
    `Scaling activity ${id} is in progress and blocks this action`,
  );
}

export const terminateInstanceInAutoScalingGroup = operation({
  name: 'TerminateInstanceInAutoScalingGroup',
  access: 'write',
  parameters: {
    InstanceId: required(text({ min: 1, max: 19 })),
    ShouldDecrementDesiredCapacity: required(flag()),
  },
  authorize(input, context) {
    const found = context.cloud.groups.memberOf(input.InstanceId);
    if (found) return [onGroup('TerminateInstanceInAutoScalingGroup', found.group.name, context)];
    const arn = arnOf(context.cloud, 'autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*');
    return [{ action: 'autoscaling:TerminateInstanceInAutoScalingGroup', resources: [{ arn }] }];
  },
  run(input, { cloud }) {
    const found = cloud.groups.memberOf(input.InstanceId);
    if (!found)
      throw validationError(
        `Instance Id not found - No managed instance found for instance ID: ${input.InstanceId}`,
      );
    const { group, member } = found;
    if (member.lifecycleState.startsWith('Terminating')) {
      throw new AwsError(
        'ScalingActivityInProgress',
        `Scaling activity ${member.activity.id} is in progress and blocks this action`,
      );
    }
    if (input.ShouldDecrementDesiredCapacity && group.desired <= group.min) {
      throw validationError(
        `Currently, desiredSize equals minSize (${group.min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    }
    const counted = countedMembers(group).length;
    const shrinks = input.ShouldDecrementDesiredCapacity
      ? `, shrinking the capacity from ${counted} to ${counted - 1}`
      : '';
    if (input.ShouldDecrementDesiredCapacity) changeDesired(group, group.desired - 1);
    const because = `instance ${member.instanceId} was taken out of service in response to a user request${shrinks}.`;
    const activity = terminateMember(group, member, cloud.groups.world, because);
    return { Activity: activityOutput(activity, group) };
  },
});

export const setInstanceProtection = operation({
  name: 'SetInstanceProtection',
  access: 'write',
  parameters: {
    AutoScalingGroupName: required(text({ min: 1, max: 255 })),
    InstanceIds: required(list(text({ max: 19 }), { max: 50 })),
    ProtectedFromScaleIn: required(flag()),
  },
  authorize: (input, context) => [onGroup('SetInstanceProtection', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const members = input.InstanceIds.map((id) => {
      const member = group.members.get(id);
      if (!member)
        throw validationError(`The instance ${id} is not part of Auto Scaling group ${group.name}.`);
      if (member.lifecycleState.startsWith('Terminating')) {
        throw validationError(`The instance ${id} is not in InService or EnteringStandby or Standby.`);
      }
      return member;
    });
    for (const member of members) member.protectedFromScaleIn = input.ProtectedFromScaleIn;
    group.loop.saidProtected = false;
    cloud.groups.wake(group);
    return {};
  },
});
