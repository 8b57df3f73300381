import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { Image, LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { GroupState, Release } from '../../core/fleet/node-group.ts';
import type { ReleaseSource } from '../../ports/node-groups.ts';
import { PortError } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeVersion, versionWithImage } from './template-versions.ts';

const SSM_PREFIX = 'resolve:ssm:';

/** The release that a group should run, resolved to an image and a version number. */
export async function resolveRelease(
  account: AwsAccount,
  group: GroupState,
  source: ReleaseSource,
): Promise<Release> {
  const { template } = group;
  if (!template) throw new PortError('invalid', 'drover: release', `${group.name} uses no launch template`);
  switch (source.kind) {
    case 'launch-template':
      return releaseOf(account, await describeVersion(account, template.id, '$Latest'));
    case 'template-version':
      return releaseOf(account, await describeVersion(account, template.id, source.version));
    case 'ssm':
      return ssmRelease(
        account,
        await describeVersion(account, template.id, template.version),
        source.parameter,
      );
  }
}

/**
 * The image of a parameter. Its version is the newest one that has this image and is else like the version in use; where
 * there is none it is the version in use, whose image is another one: then a version must be made from it.
 */
async function ssmRelease(
  account: AwsAccount,
  used: LaunchTemplateVersion,
  parameter: string,
): Promise<Release> {
  const imageId = await readParameter(account, parameter);
  const known = await versionWithImage(account, used, imageId);
  return toRelease(known ?? used, await describeImage(account, imageId));
}

/** The release that one version of a template stands for. */
export async function releaseOf(account: AwsAccount, version: LaunchTemplateVersion): Promise<Release> {
  const named = version.LaunchTemplateData?.ImageId;
  if (named === undefined)
    throw new PortError(
      'invalid',
      'ec2:DescribeLaunchTemplateVersions',
      `version ${version.VersionNumber ?? '?'} of ${version.LaunchTemplateId ?? '?'} names no image`,
    );
  const imageId = named.startsWith(SSM_PREFIX)
    ? await readParameter(account, named.slice(SSM_PREFIX.length))
    : named;
  return toRelease(version, await describeImage(account, imageId));
}

/** A parameter's value; a version or label may follow its name after a colon. */
async function readParameter(account: AwsAccount, name: string): Promise<string> {
  const command = new GetParameterCommand({ Name: name });
  const answer = await account.call('ssm:GetParameter', async (options) =>
    account.ssm.send(command, options),
  );
  const value = answer.Parameter?.Value?.trim() ?? '';
  if (/^ami-[0-9a-z]+$/.test(value)) return value;
  throw new PortError('invalid', 'ssm:GetParameter', `${name} holds no image id`);
}

async function describeImage(account: AwsAccount, imageId: string): Promise<Image> {
  const command = new DescribeImagesCommand({ ImageIds: [imageId] });
  const answer = await account.call('ec2:DescribeImages', async (options) =>
    account.reads.ec2.send(command, options),
  );
  const [image] = answer.Images ?? [];
  if (!image)
    throw new PortError(
      'not-found',
      'ec2:DescribeImages',
      `there is no image ${imageId}, or it is not shared with us`,
    );
  return image;
}

function toRelease(version: LaunchTemplateVersion, image: Image): Release {
  const created = Date.parse(image.CreationDate ?? '');
  const owner = image.ImageOwnerAlias ?? image.OwnerId;
  const releaseVersion = releaseVersionOf(image.Name ?? '');
  return {
    imageId: image.ImageId ?? '',
    imageName: image.Name ?? '',
    templateId: version.LaunchTemplateId ?? '',
    templateVersion: String(version.VersionNumber ?? ''),
    ...(releaseVersion === undefined ? {} : { releaseVersion }),
    ...(owner === undefined ? {} : { imageOwner: owner }),
    ...(Number.isFinite(created) ? { imageCreatedAt: created } : {}),
    ...(image.Architecture === undefined ? {} : { architecture: image.Architecture }),
  };
}

/** EKS images carry Kubernetes version and date: `amazon-eks-node-al2023-x86_64-standard-1.32-v20261101`. */
function releaseVersionOf(name: string): string | undefined {
  const [, version, date] = /(\d+\.\d+(?:\.\d+)?)-v?(\d{8})/.exec(name) ?? [];
  return version === undefined || date === undefined ? undefined : `${version}-${date}`;
}
