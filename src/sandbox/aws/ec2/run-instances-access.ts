import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from '../cloud/launch-template.ts';
import { resolveImage } from '../cloud/plan-launch.ts';
import type { Authorization, AuthorizedResource, ConditionKeys } from '../iam/authorization.ts';

/**
 * What RunInstances from a launch template needs: the action on every resource that takes part. `ec2:LaunchTemplate`
 * names the template for all of them, and `ec2:IsLaunchTemplateResource` tells those that the template itself names.
 */
export function runInstancesAuthorization(
  cloud: CloudState,
  template: LaunchTemplate,
  version: LaunchTemplateVersion,
  subnetIds: readonly string[],
): Authorization {
  const templateArn = arnOf(cloud, 'ec2', `launch-template/${template.id}`);
  const keys = (fromTemplate: boolean): ConditionKeys => ({
    'ec2:LaunchTemplate': [templateArn],
    'ec2:IsLaunchTemplateResource': [String(fromTemplate)],
  });
  const image = resolveImage(version.data.ImageId, cloud);
  const instanceType = version.data.InstanceType ?? '';
  const resources: AuthorizedResource[] = [
    { arn: templateArn, tags: Object.fromEntries(template.tags), keys: keys(true) },
    { arn: arnOf(cloud, 'ec2', 'instance/*'), keys: { ...keys(true), 'ec2:InstanceType': [instanceType] } },
    { arn: arnOf(cloud, 'ec2', 'network-interface/*'), keys: keys(true) },
    { arn: arnOf(cloud, 'ec2', 'volume/*'), keys: keys(true) },
    ...(image.kind === 'image'
      ? [{ arn: `arn:aws:ec2:${cloud.region}::image/${image.imageId}`, keys: keys(true) }]
      : []),
    ...(version.data.SecurityGroupIds ?? []).map((id) => ({
      arn: arnOf(cloud, 'ec2', `security-group/${id}`),
      keys: keys(true),
    })),
    // The group chooses the subnet, not the template. One of its subnets is tried.
    ...subnetIds.slice(0, 1).map((id) => ({ arn: arnOf(cloud, 'ec2', `subnet/${id}`), keys: keys(false) })),
  ];
  return { action: 'ec2:RunInstances', resources };
}

/** A template with an instance profile hands its role to EC2. In this world a profile and its role have one name. */
export function passRoleAuthorizations(
  cloud: CloudState,
  data: LaunchTemplateData,
): readonly Authorization[] {
  const profile = data.IamInstanceProfile;
  const name = profile?.Name ?? profile?.Arn?.split('/').at(-1);
  if (name === undefined) return [];
  const arn = `arn:aws:iam::${cloud.accountId}:role/${name}`;
  return [
    { action: 'iam:PassRole', resources: [{ arn }], keys: { 'iam:PassedToService': ['ec2.amazonaws.com'] } },
  ];
}
