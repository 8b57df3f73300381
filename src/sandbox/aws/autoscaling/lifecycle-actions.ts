import type { CloudState } from '../cloud/cloud-state.ts';
import type { AutoScalingGroup, LifecycleHook, Member } from '../scaling/group.ts';
import { completeWait, heartbeat } from '../scaling/lifecycle.ts';
import { integer, required, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';

const groupName = required(text({ min: 1, max: 1600 }));
const hookName = required(text({ min: 1, max: 255 }));
const RESULTS = ['CONTINUE', 'ABANDON'] as const;
const DEFAULT_HEARTBEAT_SECONDS = 3600;

export const completeLifecycleAction = operation({
  name: 'CompleteLifecycleAction',
  access: 'write',
  parameters: {
    AutoScalingGroupName: groupName,
    LifecycleHookName: hookName,
    LifecycleActionResult: required(text()),
    LifecycleActionToken: text({ min: 36, max: 36 }),
    InstanceId: text({ max: 19 }),
  },
  authorize: (input, context) => [onGroup('CompleteLifecycleAction', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const result = RESULTS.find((known) => known === input.LifecycleActionResult);
    if (!result)
      throw validationError(
        `Lifecycle Action Result must be either CONTINUE or ABANDON, not ${input.LifecycleActionResult}.`,
      );
    const { group, member } = findWait(cloud, input);
    completeWait(group, member, cloud.groups.world, input.LifecycleHookName, result);
    return {};
  },
});

export const recordLifecycleActionHeartbeat = operation({
  name: 'RecordLifecycleActionHeartbeat',
  access: 'write',
  parameters: {
    AutoScalingGroupName: groupName,
    LifecycleHookName: hookName,
    LifecycleActionToken: text({ min: 36, max: 36 }),
    InstanceId: text({ max: 19 }),
  },
  authorize: (input, context) => [
    onGroup('RecordLifecycleActionHeartbeat', input.AutoScalingGroupName, context),
  ],
  run(input, { cloud }) {
    const { group, member } = findWait(cloud, input);
    heartbeat(group, member, cloud.groups.world, input.LifecycleHookName);
    return {};
  },
});

export const putLifecycleHook = operation({
  name: 'PutLifecycleHook',
  access: 'write',
  parameters: {
    AutoScalingGroupName: required(text({ min: 1, max: 255 })),
    LifecycleHookName: hookName,
    LifecycleTransition: text(),
    HeartbeatTimeout: integer({ min: 30, max: 7200 }),
    DefaultResult: text({ oneOf: RESULTS }),
    NotificationMetadata: text({ max: 4000 }),
  },
  authorize: (input, context) => [onGroup('PutLifecycleHook', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const before = group.hooks.get(input.LifecycleHookName);
    const transition = readTransition(input.LifecycleTransition) ?? before?.transition;
    if (!transition)
      throw validationError('Lifecycle Transition is required when creating a Lifecycle Hook.');
    const metadata = input.NotificationMetadata ?? before?.metadata;
    group.hooks.set(input.LifecycleHookName, {
      name: input.LifecycleHookName,
      transition,
      heartbeatSeconds: input.HeartbeatTimeout ?? before?.heartbeatSeconds ?? DEFAULT_HEARTBEAT_SECONDS,
      defaultResult:
        RESULTS.find((known) => known === input.DefaultResult) ?? before?.defaultResult ?? 'ABANDON',
      ...(metadata === undefined ? {} : { metadata }),
    });
    return {};
  },
});

export const deleteLifecycleHook = operation({
  name: 'DeleteLifecycleHook',
  access: 'write',
  parameters: { AutoScalingGroupName: required(text({ min: 1, max: 255 })), LifecycleHookName: hookName },
  authorize: (input, context) => [onGroup('DeleteLifecycleHook', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    if (!group.hooks.delete(input.LifecycleHookName)) throw validationError('No Lifecycle Hook found');
    // Outstanding actions of a deleted hook are completed, launching with CONTINUE and terminating likewise.
    for (const member of group.members.values()) {
      if (member.waits.has(input.LifecycleHookName))
        completeWait(group, member, cloud.groups.world, input.LifecycleHookName, 'CONTINUE');
    }
    return {};
  },
});

interface WaitQuery {
  readonly AutoScalingGroupName: string;
  readonly LifecycleHookName: string;
  readonly LifecycleActionToken: string | undefined;
  readonly InstanceId: string | undefined;
}

function findWait(
  cloud: CloudState,
  query: WaitQuery,
): { readonly group: AutoScalingGroup; readonly member: Member } {
  const group = findGroup(cloud, query.AutoScalingGroupName);
  const { LifecycleActionToken: token, InstanceId: id } = query;
  if (token === undefined && id === undefined)
    throw validationError('Either Lifecycle Action Token or Instance Id must be specified.');
  for (const member of group.members.values()) {
    const wait = member.waits.get(query.LifecycleHookName);
    if (
      wait &&
      (token === undefined || wait.token === token) &&
      (id === undefined || member.instanceId === id)
    )
      return { group, member };
  }
  const what = token === undefined ? `instance ID ${id}` : `token ${token}`;
  throw validationError(`No active Lifecycle Action found with ${what}`);
}

function readTransition(text: string | undefined): LifecycleHook['transition'] | undefined {
  if (text === undefined) return undefined;
  if (text === 'autoscaling:EC2_INSTANCE_LAUNCHING' || text === 'autoscaling:EC2_INSTANCE_TERMINATING')
    return text;
  throw validationError(`Invalid Lifecycle Transition: ${text}`);
}
