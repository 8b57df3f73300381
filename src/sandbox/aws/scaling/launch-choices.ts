import type { Instance, UsedTemplate } from '../cloud/instance.ts';
import type { LaunchTemplateData, TemplateReference } from '../cloud/launch-template.ts';
import { templateVersion } from '../cloud/launch-template-book.ts';
import type { Activity, AutoScalingGroup, Member } from './group.ts';
import type { ScalingWorld } from './scaling-world.ts';

/** One thing that a group may launch: what, from which version, as which type. */
export interface LaunchChoice {
  readonly data: LaunchTemplateData;
  readonly template: UsedTemplate;
  readonly instanceType?: string;
}

/** What the group would launch now, in its order of preference. */
export function launchChoices(
  group: AutoScalingGroup,
  world: Pick<ScalingWorld, 'templates'>,
): readonly LaunchChoice[] {
  const base = group.mixed?.template ?? group.template;
  const overrides = group.mixed?.overrides.length ? group.mixed.overrides : [{}];
  return overrides.flatMap((override: { instanceType?: string; template?: TemplateReference }) => {
    const reference = override.template ?? base;
    const template = reference && world.templates.find(reference.id);
    const version = template && templateVersion(template, reference.version);
    if (!template || !version) return [];
    const used = { id: template.id, name: template.name, version: String(version.number) };
    return [
      {
        data: version.data,
        template: used,
        ...(override.instanceType ? { instanceType: override.instanceType } : {}),
      },
    ];
  });
}

export function newMember(
  group: AutoScalingGroup,
  instance: Instance,
  activity: Activity,
  lifecycleState: Member['lifecycleState'],
): Member {
  return {
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    zone: instance.zone,
    imageId: instance.imageId,
    template: instance.template,
    lifecycleState,
    healthStatus: 'Healthy',
    protectedFromScaleIn: group.newInstancesProtected,
    inServiceAt: undefined,
    activity,
    waits: new Map(),
  };
}

/** The template's tags, then the group's that propagate, then those that Auto Scaling sets itself. */
export function instanceTags(
  group: AutoScalingGroup,
  choice: LaunchChoice,
): Readonly<Record<string, string>> {
  const fromTemplate = (choice.data.TagSpecifications ?? [])
    .filter(({ ResourceType }) => ResourceType === 'instance')
    .flatMap(({ Tags }) => Tags.map(({ Key, Value }): [string, string] => [Key, Value]));
  const fromGroup = [...group.tags]
    .filter(([, tag]) => tag.propagate)
    .map(([key, tag]): [string, string] => [key, tag.value]);
  return {
    ...Object.fromEntries(fromTemplate),
    ...Object.fromEntries(fromGroup),
    'aws:autoscaling:groupName': group.name,
    'aws:ec2launchtemplate:id': choice.template.id,
    'aws:ec2launchtemplate:version': choice.template.version,
  };
}
