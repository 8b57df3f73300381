import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup, Instance, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { GroupInstance, GroupState } from '../../core/fleet/node-group.ts';
import { PortError } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';

const OPERATION = 'autoscaling:DescribeAutoScalingGroups';

/** The Auto Scaling group as AWS describes it; undefined if there is none of that name. */
export async function describeRawGroup(
  account: AwsAccount,
  groupName: string,
): Promise<AutoScalingGroup | undefined> {
  const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
  const answer = await account.call(OPERATION, async (options) =>
    account.reads.autoScaling.send(command, options),
  );
  return answer.AutoScalingGroups?.find(({ AutoScalingGroupName }) => AutoScalingGroupName === groupName);
}

/** The same where nothing can be said without it. */
export async function requireRawGroup(account: AwsAccount, groupName: string): Promise<AutoScalingGroup> {
  const group = await describeRawGroup(account, groupName);
  if (!group) throw new PortError('not-found', OPERATION, `there is no group ${groupName}`);
  return group;
}

export async function describeGroup(account: AwsAccount, groupName: string): Promise<GroupState | undefined> {
  const group = await describeRawGroup(account, groupName);
  return group && toGroupState(group);
}

function toGroupState(group: AutoScalingGroup): GroupState {
  const { LaunchTemplate: mixed } = group.MixedInstancesPolicy ?? {};
  const template = templateOf(group.LaunchTemplate ?? mixed?.LaunchTemplateSpecification);
  return {
    name: need(group.AutoScalingGroupName, 'a name'),
    arn: need(group.AutoScalingGroupARN, 'an ARN'),
    minSize: need(group.MinSize, 'a minimum'),
    maxSize: need(group.MaxSize, 'a maximum'),
    desired: need(group.DesiredCapacity, 'a desired capacity'),
    zones: group.AvailabilityZones ?? [],
    instances: (group.Instances ?? []).map(toGroupInstance),
    ...(template ? { template } : {}),
    overrideTemplates: (mixed?.Overrides ?? []).flatMap(({ LaunchTemplateSpecification: own }) =>
      own ? [own.LaunchTemplateId ?? own.LaunchTemplateName ?? ''] : [],
    ),
    mixed: group.MixedInstancesPolicy !== undefined,
    suspendedProcesses: (group.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []),
    tags: Object.fromEntries((group.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    targetGroupArns: group.TargetGroupARNs ?? [],
    warmPool: group.WarmPoolConfiguration !== undefined,
  };
}

function toGroupInstance(instance: Instance): GroupInstance {
  const version = instance.LaunchTemplate?.Version;
  return {
    instanceId: need(instance.InstanceId, 'the id of an instance'),
    zone: instance.AvailabilityZone ?? '',
    lifecycleState: instance.LifecycleState ?? '',
    healthStatus: instance.HealthStatus ?? '',
    ...(version === undefined ? {} : { templateVersion: version }),
    protectedFromScaleIn: instance.ProtectedFromScaleIn ?? false,
  };
}

function templateOf(
  specification: LaunchTemplateSpecification | undefined,
): { readonly id: string; readonly name: string; readonly version: string } | undefined {
  const id = specification?.LaunchTemplateId;
  if (id === undefined) return undefined;
  // A group that names no version uses the default one.
  return {
    id,
    name: specification?.LaunchTemplateName ?? '',
    version: specification?.Version ?? '$Default',
  };
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new PortError('invalid', OPERATION, `the answer lacks ${what}`);
  return value;
}
