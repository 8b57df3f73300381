import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { UpdateAutoScalingGroupCommandInput } from '@aws-sdk/client-auto-scaling';
import { PortError } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeRawGroup } from './describe-group.ts';

const RESOURCE_TYPE = 'auto-scaling-group';

/** The number itself, never a step up or down: done twice it is done once. */
export async function setDesired(account: AwsAccount, groupName: string, desired: number): Promise<void> {
  const command = new SetDesiredCapacityCommand({
    AutoScalingGroupName: groupName,
    DesiredCapacity: desired,
    HonorCooldown: false,
  });
  await account.call('autoscaling:SetDesiredCapacity', async (options) =>
    account.effects.autoScaling.send(command, options),
  );
}

/** A mixed instances policy is handed back as it is, with another version: what is left out of it might be lost. */
export async function useTemplateVersion(
  account: AwsAccount,
  groupName: string,
  templateId: string,
  version: string,
): Promise<void> {
  const operation = 'autoscaling:UpdateAutoScalingGroup';
  const group = await describeRawGroup(account, groupName);
  if (!group) throw new PortError('not-found', operation, `there is no Auto Scaling group ${groupName}`);
  const template = { LaunchTemplateId: templateId, Version: version };
  const mixed = group.MixedInstancesPolicy;
  const change: Partial<UpdateAutoScalingGroupCommandInput> = mixed
    ? {
        MixedInstancesPolicy: {
          ...mixed,
          LaunchTemplate: { ...mixed.LaunchTemplate, LaunchTemplateSpecification: template },
        },
      }
    : { LaunchTemplate: template };
  const command = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: groupName, ...change });
  await account.call(operation, async (options) => account.effects.autoScaling.send(command, options));
}

export async function suspendProcesses(
  account: AwsAccount,
  groupName: string,
  processes: readonly string[],
): Promise<void> {
  const command = new SuspendProcessesCommand({
    AutoScalingGroupName: groupName,
    ScalingProcesses: [...processes],
  });
  await account.call('autoscaling:SuspendProcesses', async (options) =>
    account.effects.autoScaling.send(command, options),
  );
}

export async function resumeProcesses(
  account: AwsAccount,
  groupName: string,
  processes: readonly string[],
): Promise<void> {
  const command = new ResumeProcessesCommand({
    AutoScalingGroupName: groupName,
    ScalingProcesses: [...processes],
  });
  await account.call('autoscaling:ResumeProcesses', async (options) =>
    account.effects.autoScaling.send(command, options),
  );
}

export async function tagGroup(
  account: AwsAccount,
  groupName: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const command = new CreateOrUpdateTagsCommand({
    Tags: Object.entries(tags).map(([Key, Value]) => ({
      ResourceId: groupName,
      ResourceType: RESOURCE_TYPE,
      Key,
      Value,
      PropagateAtLaunch: false,
    })),
  });
  await account.call('autoscaling:CreateOrUpdateTags', async (options) =>
    account.effects.autoScaling.send(command, options),
  );
}

export async function untagGroup(
  account: AwsAccount,
  groupName: string,
  keys: readonly string[],
): Promise<void> {
  const command = new DeleteTagsCommand({
    Tags: keys.map((Key) => ({ ResourceId: groupName, ResourceType: RESOURCE_TYPE, Key })),
  });
  await account.call('autoscaling:DeleteTags', async (options) =>
    account.effects.autoScaling.send(command, options),
  );
}
