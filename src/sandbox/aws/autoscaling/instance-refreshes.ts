import type { CloudState } from '../cloud/cloud-state.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import { activeRefresh, startRefresh } from '../scaling/instance-refresh.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, required, structure, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';

const DEFAULT_MIN_HEALTHY = 90;

export const startInstanceRefresh = operation({
  name: 'StartInstanceRefresh',
  access: 'write',
  parameters: {
    AutoScalingGroupName: required(text({ min: 1, max: 255 })),
    Strategy: text({ oneOf: ['Rolling'] }),
    Preferences: structure({
      MinHealthyPercentage: integer({ min: 0, max: 100 }),
      SkipMatching: flag(),
      InstanceWarmup: integer({ min: 0 }),
    }),
    DesiredConfiguration: structure({
      LaunchTemplate: structure({ LaunchTemplateId: text(), LaunchTemplateName: text(), Version: text() }),
    }),
  },
  authorize: (input, context) => [onGroup('StartInstanceRefresh', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    if (activeRefresh(group)) {
      throw new AwsError(
        'InstanceRefreshInProgress',
        'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
      );
    }
    const refresh = startRefresh(group, cloud.groups.world, {
      minHealthyPercentage: input.Preferences?.MinHealthyPercentage ?? DEFAULT_MIN_HEALTHY,
      skipMatching: input.Preferences?.SkipMatching ?? false,
      template:
        input.DesiredConfiguration?.LaunchTemplate &&
        reference(input.DesiredConfiguration.LaunchTemplate, cloud),
    });
    return { InstanceRefreshId: refresh.id };
  },
});

export const cancelInstanceRefresh = operation({
  name: 'CancelInstanceRefresh',
  access: 'write',
  parameters: { AutoScalingGroupName: required(text({ min: 1, max: 255 })) },
  authorize: (input, context) => [onGroup('CancelInstanceRefresh', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const refresh = activeRefresh(group);
    if (!refresh)
      throw new AwsError(
        'ActiveInstanceRefreshNotFound',
        'No in progress or pending Instance Refresh found for Auto Scaling group ' + group.name,
      );
    refresh.status = 'Cancelling';
    cloud.groups.wake(group);
    return { InstanceRefreshId: refresh.id };
  },
});

function reference(
  input: {
    readonly LaunchTemplateId: string | undefined;
    readonly LaunchTemplateName: string | undefined;
    readonly Version: string | undefined;
  },
  cloud: CloudState,
): TemplateReference {
  const template = cloud.templates.find(input.LaunchTemplateId ?? input.LaunchTemplateName ?? '');
  if (!template) throw validationError('You must use a valid fully-formed launch template.');
  return { id: template.id, name: template.name, version: input.Version ?? '$Default' };
}
