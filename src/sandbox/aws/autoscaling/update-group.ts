import type { Authorization, ConditionKeys } from '../iam/authorization.ts';
import type { CloudState } from '../cloud/cloud-state.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import { templateVersion } from '../cloud/launch-template-book.ts';
import { resolveImage } from '../cloud/plan-launch.ts';
import { passRoleAuthorizations, runInstancesAuthorization } from '../ec2/run-instances-access.ts';
import { type AutoScalingGroup, DEFAULT_DISTRIBUTION, type MixedInstancesPolicy } from '../scaling/group.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, type InputOf, integer, list, required, structure, text } from '../wire/fields.ts';
import { type CallContext, operation } from '../wire/operation.ts';
import { changeDesired } from './change-capacity.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';

const templateFields = structure({
  LaunchTemplateId: text({ max: 255 }),
  LaunchTemplateName: text({ min: 3, max: 128 }),
  Version: text({ max: 255 }),
});
const mixedFields = structure({
  LaunchTemplate: structure({
    LaunchTemplateSpecification: templateFields,
    Overrides: list(
      structure({
        InstanceType: text(),
        WeightedCapacity: text(),
        LaunchTemplateSpecification: templateFields,
      }),
    ),
  }),
  InstancesDistribution: structure({
    OnDemandAllocationStrategy: text(),
    OnDemandBaseCapacity: integer({ min: 0 }),
    OnDemandPercentageAboveBaseCapacity: integer({ min: 0, max: 100 }),
    SpotAllocationStrategy: text(),
    SpotInstancePools: integer(),
    SpotMaxPrice: text(),
  }),
});

const parameters = {
  AutoScalingGroupName: required(text({ min: 1, max: 255 })),
  MinSize: integer({ min: 0 }),
  MaxSize: integer({ min: 0 }),
  DesiredCapacity: integer({ min: 0 }),
  LaunchTemplate: templateFields,
  MixedInstancesPolicy: mixedFields,
  DefaultCooldown: integer({ min: 0 }),
  HealthCheckType: text(),
  HealthCheckGracePeriod: integer({ min: 0 }),
  NewInstancesProtectedFromScaleIn: flag(),
  CapacityRebalance: flag(),
  MaxInstanceLifetime: integer({ min: 0 }),
  DefaultInstanceWarmup: integer({ min: -1 }),
  VPCZoneIdentifier: text({ max: 5000 }),
};
type Input = InputOf<typeof parameters>;
type TemplateInput = NonNullable<Input['LaunchTemplate']>;

export const updateAutoScalingGroup = operation({
  name: 'UpdateAutoScalingGroup',
  access: 'write',
  parameters,
  authorize: (input, context) => [
    onGroup('UpdateAutoScalingGroup', input.AutoScalingGroupName, context, updateKeys(input)),
    ...launchAuthorizations(input, context),
  ],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    const bounds = newBounds(group, input);
    const template = input.LaunchTemplate && checkedTemplate(input.LaunchTemplate, cloud);
    const mixed = input.MixedInstancesPolicy && mixedPolicy(input.MixedInstancesPolicy, group, cloud);
    if (template && mixed)
      throw validationError(
        'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
      );
    setReason(group, bounds, cloud);
    group.min = bounds.min;
    group.max = bounds.max;
    changeDesired(group, bounds.desired);
    if (template) Object.assign(group, { template, mixed: undefined, launchConfigurationName: undefined });
    if (mixed) Object.assign(group, { template: undefined, mixed, launchConfigurationName: undefined });
    applySettings(group, input);
    cloud.groups.wake(group);
    return undefined;
  },
});

function newBounds(group: AutoScalingGroup, input: Input): { min: number; max: number; desired: number } {
  const min = input.MinSize ?? group.min;
  const max = input.MaxSize ?? group.max;
  if (max < min)
    throw validationError(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (input.DesiredCapacity !== undefined && (input.DesiredCapacity < min || input.DesiredCapacity > max)) {
    throw validationError(
      `Desired capacity:${input.DesiredCapacity} must be between the specified min size:${min} and max size:${max}`,
    );
  }
  // New bounds pull the desired capacity along when it is not given.
  return { min, max, desired: input.DesiredCapacity ?? Math.min(max, Math.max(min, group.desired)) };
}

function setReason(
  group: AutoScalingGroup,
  bounds: { min: number; max: number; desired: number },
  cloud: CloudState,
): void {
  if (bounds.desired === group.desired) return;
  group.loop.reason = `At ${cloud.clock.isoSeconds()} a user request update of AutoScalingGroup constraints to min: ${bounds.min}, max: ${bounds.max}, desired: ${bounds.desired} changing the desired capacity from ${group.desired} to ${bounds.desired}.`;
}

function applySettings(group: AutoScalingGroup, input: Input): void {
  group.defaultCooldownSeconds = input.DefaultCooldown ?? group.defaultCooldownSeconds;
  group.healthCheckType = input.HealthCheckType ?? group.healthCheckType;
  group.healthCheckGraceSeconds = input.HealthCheckGracePeriod ?? group.healthCheckGraceSeconds;
  group.newInstancesProtected = input.NewInstancesProtectedFromScaleIn ?? group.newInstancesProtected;
  group.capacityRebalance = input.CapacityRebalance ?? group.capacityRebalance;
  group.maxInstanceLifetimeSeconds = input.MaxInstanceLifetime ?? group.maxInstanceLifetimeSeconds;
  group.defaultInstanceWarmupSeconds = input.DefaultInstanceWarmup ?? group.defaultInstanceWarmupSeconds;
  if (input.VPCZoneIdentifier !== undefined)
    group.subnetIds = input.VPCZoneIdentifier.split(',').filter((id) => id !== '');
}

/** Looks a template up as Auto Scaling does before it takes it over. */
function checkedTemplate(input: TemplateInput, cloud: CloudState): TemplateReference {
  const template = cloud.templates.find(input.LaunchTemplateId ?? input.LaunchTemplateName ?? '');
  const bad = 'You must use a valid fully-formed launch template.';
  if (!template)
    throw validationError(
      `${bad} The specified launch template, with ${templateWords(input)}, does not exist.`,
    );
  const version = input.Version ?? '$Default';
  const found = templateVersion(template, version);
  if (!found)
    throw validationError(
      `${bad} Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
    );
  const image = resolveImage(found.data.ImageId, cloud);
  if (image.kind === 'refused') throw validationError(`${bad} ${image.message}`);
  return { id: template.id, name: template.name, version };
}

function templateWords(input: TemplateInput): string {
  return input.LaunchTemplateId === undefined
    ? `template name ${input.LaunchTemplateName}`
    : `template ID ${input.LaunchTemplateId}`;
}

function mixedPolicy(
  input: NonNullable<Input['MixedInstancesPolicy']>,
  group: AutoScalingGroup,
  cloud: CloudState,
): MixedInstancesPolicy {
  const given = input.LaunchTemplate?.LaunchTemplateSpecification;
  const template = given ? checkedTemplate(given, cloud) : (group.mixed?.template ?? group.template);
  if (!template) throw validationError('LaunchTemplateSpecification must be specified.');
  const overrides = (input.LaunchTemplate?.Overrides ?? []).map((override) => ({
    ...(override.InstanceType === undefined ? {} : { instanceType: override.InstanceType }),
    ...(override.WeightedCapacity === undefined ? {} : { weight: override.WeightedCapacity }),
    ...(override.LaunchTemplateSpecification
      ? { template: checkedTemplate(override.LaunchTemplateSpecification, cloud) }
      : {}),
  }));
  return {
    template,
    overrides: overrides.length > 0 ? overrides : (group.mixed?.overrides ?? []),
    distribution: distributionOf(
      input.InstancesDistribution,
      group.mixed?.distribution ?? DEFAULT_DISTRIBUTION,
    ),
  };
}

function distributionOf(
  given: NonNullable<Input['MixedInstancesPolicy']>['InstancesDistribution'],
  before: MixedInstancesPolicy['distribution'],
): MixedInstancesPolicy['distribution'] {
  return {
    onDemandBaseCapacity: given?.OnDemandBaseCapacity ?? before.onDemandBaseCapacity,
    onDemandPercentageAboveBase:
      given?.OnDemandPercentageAboveBaseCapacity ?? before.onDemandPercentageAboveBase,
    spotAllocationStrategy: given?.SpotAllocationStrategy ?? before.spotAllocationStrategy,
    onDemandAllocationStrategy: given?.OnDemandAllocationStrategy ?? before.onDemandAllocationStrategy,
  };
}

/** The condition keys that IAM's reference lists for this action. */
function updateKeys(input: Input): ConditionKeys {
  const specified = templatesNamed(input).map(
    ({ Version }) => Version !== undefined && /^\d+$/.test(Version),
  );
  const types = (input.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).flatMap(
    ({ InstanceType }) => InstanceType ?? [],
  );
  return {
    ...(specified.length > 0
      ? { 'autoscaling:LaunchTemplateVersionSpecified': [String(specified.every(Boolean))] }
      : {}),
    ...(types.length > 0 ? { 'autoscaling:InstanceTypes': types } : {}),
    ...(input.MinSize === undefined ? {} : { 'autoscaling:MinSize': [String(input.MinSize)] }),
    ...(input.MaxSize === undefined ? {} : { 'autoscaling:MaxSize': [String(input.MaxSize)] }),
    ...(input.VPCZoneIdentifier === undefined
      ? {}
      : { 'autoscaling:VPCZoneIdentifiers': input.VPCZoneIdentifier.split(',') }),
  };
}

function templatesNamed(input: Input): readonly TemplateInput[] {
  const mixed = input.MixedInstancesPolicy?.LaunchTemplate;
  const overrides = (mixed?.Overrides ?? []).flatMap(
    ({ LaunchTemplateSpecification }) => LaunchTemplateSpecification ?? [],
  );
  return [input.LaunchTemplate, mixed?.LaunchTemplateSpecification, ...overrides].flatMap(
    (template) => template ?? [],
  );
}

/**
 * Who names a template must be allowed to run instances from it, and to pass the role of its instance profile: Auto
 * Scaling tries both with the caller's rights.
 */
function launchAuthorizations(input: Input, context: CallContext): readonly Authorization[] {
  const { cloud } = context;
  return templatesNamed(input).flatMap((named) => {
    const template = cloud.templates.find(named.LaunchTemplateId ?? named.LaunchTemplateName ?? '');
    const version = template && templateVersion(template, named.Version ?? '$Default');
    if (!template || !version) return [];
    const refusal = (): AwsError =>
      new AwsError('AccessDenied', `You are not authorized to use launch template: ${template.id}`, 403);
    const subnetIds = cloud.groups.get(input.AutoScalingGroupName)?.subnetIds ?? [];
    const run = { ...runInstancesAuthorization(cloud, template, version, subnetIds), refusal };
    return [run, ...passRoleAuthorizations(cloud, version.data).map((pass) => ({ ...pass, refusal }))];
  });
}
