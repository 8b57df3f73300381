import { onEverything } from '../iam/authorization.ts';
import { refreshPercentage } from '../scaling/instance-refresh.ts';
import { globalTimeoutSeconds } from '../scaling/lifecycle.ts';
import type { InstanceRefresh } from '../scaling/group.ts';
import { flag, instant, integer, list, required, structure, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import type { OutputObject } from '../wire/tree.ts';
import { findGroup, groupPage, validationError } from './group-access.ts';
import { activityOutput, memberOutput, templateOutput, warmPoolOutput } from './group-output.ts';

const groupName = required(text({ min: 1, max: 255 }));

export const describeScalingActivities = operation({
  name: 'DescribeScalingActivities',
  access: 'read',
  parameters: {
    ActivityIds: list(text()),
    AutoScalingGroupName: text({ max: 255 }),
    IncludeDeletedGroups: flag(),
    Filters: list(structure({ Name: required(text()), Values: list(text()) })),
    MaxRecords: integer({ min: 1, max: 100 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeScalingActivities')],
  run(input, { cloud }) {
    const groups =
      input.AutoScalingGroupName === undefined
        ? cloud.groups.all()
        : [findGroup(cloud, input.AutoScalingGroupName)];
    const rows = groups
      .flatMap((group) => group.activities.map((activity, index) => ({ group, activity, index })))
      .filter(({ activity }) => input.ActivityIds.length === 0 || input.ActivityIds.includes(activity.id))
      .filter(({ activity }) =>
        input.Filters.every(({ Name, Values }) => activityFilterHolds(Name, Values, activity)),
      );
    const { items, NextToken } = groupPage(rows, {
      token: input.NextToken,
      size: input.MaxRecords ?? 100,
      // Newest first: the younger, the smaller its key. Within one instant the history's own order counts.
      key: ({ activity, index }) =>
        `${(1e15 - activity.startedAt).toFixed(3).padStart(20, '0')}/${String(index).padStart(6, '0')}`,
    });
    return { Activities: items.map(({ activity, group }) => activityOutput(activity, group)), NextToken };
  },
});

function activityFilterHolds(
  name: string,
  values: readonly string[],
  activity: { readonly status: string; readonly startedAt: number },
): boolean {
  switch (name) {
    case 'Status':
      return values.includes(activity.status);
    case 'StartTimeLowerBound':
      return values.every((value) => activity.startedAt >= Date.parse(value));
    case 'StartTimeUpperBound':
      return values.every((value) => activity.startedAt <= Date.parse(value));
    default:
      throw validationError(
        `Filter type ${name} is not correct. Allowed Filter types are: StartTimeLowerBound StartTimeUpperBound Status`,
      );
  }
}

export const describeLifecycleHooks = operation({
  name: 'DescribeLifecycleHooks',
  access: 'read',
  parameters: { AutoScalingGroupName: groupName, LifecycleHookNames: list(text({ max: 255 }), { max: 50 }) },
  authorize: () => [onEverything('autoscaling:DescribeLifecycleHooks')],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const hooks = [...group.hooks.values()].filter(
      ({ name }) => input.LifecycleHookNames.length === 0 || input.LifecycleHookNames.includes(name),
    );
    return {
      LifecycleHooks: hooks.map((hook) => ({
        LifecycleHookName: hook.name,
        AutoScalingGroupName: group.name,
        LifecycleTransition: hook.transition,
        NotificationMetadata: hook.metadata,
        HeartbeatTimeout: hook.heartbeatSeconds,
        GlobalTimeout: globalTimeoutSeconds(hook),
        DefaultResult: hook.defaultResult,
      })),
    };
  },
});

export const describeInstanceRefreshes = operation({
  name: 'DescribeInstanceRefreshes',
  access: 'read',
  parameters: {
    AutoScalingGroupName: groupName,
    InstanceRefreshIds: list(text()),
    MaxRecords: integer({ min: 1, max: 100 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeInstanceRefreshes')],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const rows = group.refreshes
      .map((refresh, index) => ({ refresh, index }))
      .filter(
        ({ refresh }) =>
          input.InstanceRefreshIds.length === 0 || input.InstanceRefreshIds.includes(refresh.id),
      );
    const { items, NextToken } = groupPage(rows, {
      token: input.NextToken,
      size: input.MaxRecords ?? 50,
      key: ({ refresh, index }) =>
        `${(1e15 - refresh.startedAt).toFixed(3).padStart(20, '0')}/${String(index).padStart(6, '0')}`,
    });
    return { InstanceRefreshes: items.map(({ refresh }) => refreshOutput(refresh, group.name)), NextToken };
  },
});

function refreshOutput(refresh: InstanceRefresh, name: string): OutputObject {
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: name,
    Status: refresh.status,
    StatusReason: refresh.statusReason,
    StartTime: new Date(refresh.startedAt),
    EndTime: refresh.endedAt === undefined ? undefined : new Date(refresh.endedAt),
    PercentageComplete: refreshPercentage(refresh),
    InstancesToUpdate: refresh.left.size,
    Preferences: { MinHealthyPercentage: refresh.minHealthyPercentage, SkipMatching: refresh.skipMatching },
    DesiredConfiguration: refresh.template && { LaunchTemplate: templateOutput(refresh.template) },
  };
}

export const describeWarmPool = operation({
  name: 'DescribeWarmPool',
  access: 'read',
  parameters: {
    AutoScalingGroupName: groupName,
    MaxRecords: integer({ min: 1, max: 50 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeWarmPool')],
  run(input, { cloud }) {
    const { warmPool } = findGroup(cloud, input.AutoScalingGroupName);
    const { items, NextToken } = groupPage([...(warmPool?.members.values() ?? [])], {
      token: input.NextToken,
      size: input.MaxRecords ?? 50,
      key: ({ instanceId }) => instanceId,
    });
    return {
      WarmPoolConfiguration: warmPool && warmPoolOutput(warmPool),
      Instances: items.map((member) => memberOutput(member)),
      NextToken,
    };
  },
});

export const describePolicies = operation({
  name: 'DescribePolicies',
  access: 'read',
  parameters: {
    AutoScalingGroupName: text({ max: 255 }),
    PolicyNames: list(text()),
    PolicyTypes: list(text()),
    MaxRecords: integer({ min: 1, max: 100 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribePolicies')],
  run(input, { cloud }) {
    const groups =
      input.AutoScalingGroupName === undefined
        ? cloud.groups.all()
        : [findGroup(cloud, input.AutoScalingGroupName)];
    const rows = groups
      .flatMap((group) => group.policies.map((policy) => ({ group, policy })))
      .filter(({ policy }) => input.PolicyNames.length === 0 || input.PolicyNames.includes(policy.name))
      .filter(({ policy }) => input.PolicyTypes.length === 0 || input.PolicyTypes.includes(policy.type));
    const { items, NextToken } = groupPage(rows, {
      token: input.NextToken,
      size: input.MaxRecords ?? 50,
      key: ({ group, policy }) => `${group.name}/${policy.name}`,
    });
    const ScalingPolicies = items.map(({ group, policy }) => ({
      AutoScalingGroupName: group.name,
      PolicyName: policy.name,
      PolicyARN: `${group.arn.replace(':autoScalingGroup:', ':scalingPolicy:')}:policyName/${policy.name}`,
      PolicyType: policy.type,
      StepAdjustments: [],
      Alarms: [],
      TargetTrackingConfiguration:
        policy.type === 'TargetTrackingScaling'
          ? {
              PredefinedMetricSpecification: { PredefinedMetricType: policy.metric },
              TargetValue: policy.targetValue,
              DisableScaleIn: false,
            }
          : undefined,
      Enabled: policy.enabled,
    }));
    return { ScalingPolicies, NextToken };
  },
});

export const describeScheduledActions = operation({
  name: 'DescribeScheduledActions',
  access: 'read',
  parameters: {
    AutoScalingGroupName: text({ max: 255 }),
    ScheduledActionNames: list(text(), { max: 50 }),
    StartTime: instant(),
    EndTime: instant(),
    MaxRecords: integer({ min: 1, max: 100 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeScheduledActions')],
  run(input, { cloud }) {
    const groups =
      input.AutoScalingGroupName === undefined
        ? cloud.groups.all()
        : [findGroup(cloud, input.AutoScalingGroupName)];
    const rows = groups
      .flatMap((group) => group.scheduledActions.map((action) => ({ group, action })))
      .filter(
        ({ action }) =>
          input.ScheduledActionNames.length === 0 || input.ScheduledActionNames.includes(action.name),
      )
      .filter(
        ({ action }) =>
          (action.startAt ?? Number.POSITIVE_INFINITY) >= (input.StartTime ?? Number.NEGATIVE_INFINITY),
      )
      .filter(
        ({ action }) =>
          (action.startAt ?? Number.NEGATIVE_INFINITY) <= (input.EndTime ?? Number.POSITIVE_INFINITY),
      );
    const { items, NextToken } = groupPage(rows, {
      token: input.NextToken,
      size: input.MaxRecords ?? 50,
      key: ({ group, action }) => `${group.name}/${action.name}`,
    });
    const ScheduledUpdateGroupActions = items.map(({ group, action }) => ({
      AutoScalingGroupName: group.name,
      ScheduledActionName: action.name,
      ScheduledActionARN: `${group.arn.replace(':autoScalingGroup:', ':scheduledUpdateGroupAction:')}:scheduledActionName/${action.name}`,
      StartTime: action.startAt === undefined ? undefined : new Date(action.startAt),
      Time: action.startAt === undefined ? undefined : new Date(action.startAt),
      Recurrence: action.recurrence,
      TimeZone: action.timeZone,
      MinSize: action.min,
      MaxSize: action.max,
      DesiredCapacity: action.desired,
    }));
    return { ScheduledUpdateGroupActions, NextToken };
  },
});
