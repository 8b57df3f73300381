import {
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribeScheduledActionsCommand,
  DescribeWarmPoolCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Activity } from '@aws-sdk/client-auto-scaling';
import type {
  GroupActivity,
  InstanceRefresh,
  LaunchAttempt,
  LifecycleHook,
  ScheduledAction,
  WarmInstance,
} from '../../../core/fleet/group-activity.ts';
import { allPages } from '../all-pages.ts';
import type { AwsAccount } from '../aws-account.ts';
import { readActivities } from './read-activities.ts';

const REFRESHES = 'autoscaling:DescribeInstanceRefreshes';
const HOOKS = 'autoscaling:DescribeLifecycleHooks';
const SCHEDULED = 'autoscaling:DescribeScheduledActions';
const WARM_POOL = 'autoscaling:DescribeWarmPool';

/** What else acts on an Auto Scaling group, and its launches since an instant (epoch ms). */
export async function readGroupActivity(
  account: AwsAccount,
  groupName: string,
  since: number,
): Promise<GroupActivity> {
  const [refreshes, hooks, scheduled, activities, warmInstances] = await Promise.all([
    readRefreshes(account, groupName),
    readHooks(account, groupName),
    readScheduled(account, groupName),
    readActivities(account, groupName, since),
    readWarmPool(account, groupName),
  ]);
  return { refreshes, hooks, scheduled, launches: activities.flatMap(toLaunchAttempt), warmInstances };
}

/** The newest page holds every refresh that can still be under way: a group has one at a time. */
async function readRefreshes(
  account: AwsAccount,
  AutoScalingGroupName: string,
): Promise<readonly InstanceRefresh[]> {
  const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName });
  const answer = await account.call(REFRESHES, async (options) =>
    account.reads.autoScaling.send(command, options),
  );
  return (answer.InstanceRefreshes ?? []).map(({ InstanceRefreshId, Status }) => ({
    id: InstanceRefreshId ?? '',
    status: Status ?? '',
  }));
}

async function readHooks(
  account: AwsAccount,
  AutoScalingGroupName: string,
): Promise<readonly LifecycleHook[]> {
  const command = new DescribeLifecycleHooksCommand({ AutoScalingGroupName });
  const answer = await account.call(HOOKS, async (options) =>
    account.reads.autoScaling.send(command, options),
  );
  return (answer.LifecycleHooks ?? []).map((hook) => ({
    name: hook.LifecycleHookName ?? '',
    transition: hook.LifecycleTransition ?? '',
    heartbeatSeconds: hook.HeartbeatTimeout ?? 0,
  }));
}

async function readScheduled(
  account: AwsAccount,
  AutoScalingGroupName: string,
): Promise<readonly ScheduledAction[]> {
  const actions = await allPages(SCHEDULED, async (token) => {
    const command = new DescribeScheduledActionsCommand({
      AutoScalingGroupName,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await account.call(SCHEDULED, async (options) =>
      account.reads.autoScaling.send(command, options),
    );
    return { items: answer.ScheduledUpdateGroupActions ?? [], next: answer.NextToken };
  });
  // AWS keeps the next run of a recurring action in its start time.
  return actions.flatMap(({ ScheduledActionName, StartTime }) =>
    StartTime ? [{ name: ScheduledActionName ?? '', at: StartTime.getTime() }] : [],
  );
}

async function readWarmPool(
  account: AwsAccount,
  AutoScalingGroupName: string,
): Promise<readonly WarmInstance[]> {
  const instances = await allPages(WARM_POOL, async (token) => {
    const command = new DescribeWarmPoolCommand({
      AutoScalingGroupName,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await account.call(WARM_POOL, async (options) =>
      account.reads.autoScaling.send(command, options),
    );
    return { items: answer.Instances ?? [], next: answer.NextToken };
  });
  return instances.map(({ InstanceId, LaunchTemplate }) => ({
    instanceId: InstanceId ?? '',
    ...(LaunchTemplate?.Version === undefined ? {} : { templateVersion: LaunchTemplate.Version }),
  }));
}

/** Launches that are over, one way or the other. */
function toLaunchAttempt(activity: Activity): readonly LaunchAttempt[] {
  const { StartTime, StatusCode, StatusMessage, Description, Details } = activity;
  const isOver = StatusCode === 'Successful' || StatusCode === 'Failed';
  if (!isOver || Description?.startsWith('Launching') !== true) return [];
  const zone = zoneOf(Details);
  return [
    {
      at: StartTime?.getTime() ?? 0,
      succeeded: StatusCode === 'Successful',
      ...(zone === undefined ? {} : { zone }),
      message: StatusMessage ?? Description,
    },
  ];
}

/** Activities say their zone in a text of JSON. */
function zoneOf(details: string | undefined): string | undefined {
  return /"Availability Zone"\s*:\s*"([^"]+)"/.exec(details ?? '')?.[1];
}
