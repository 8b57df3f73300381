import {
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplateVersionsCommand,
} from '@aws-sdk/client-ec2';
import type { LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import { canonicalJson } from '../../core/canonical-json.ts';
import { PortError } from '../../ports/port-error.ts';
import { allPages } from './all-pages.ts';
import type { AwsAccount } from './aws-account.ts';

const DESCRIBE = 'ec2:DescribeLaunchTemplateVersions';
const CREATE = 'ec2:CreateLaunchTemplateVersion';

/** One version of a template: a number, `$Latest` or `$Default`. */
export async function describeVersion(
  account: AwsAccount,
  templateId: string,
  version: string,
): Promise<LaunchTemplateVersion> {
  const command = new DescribeLaunchTemplateVersionsCommand({
    LaunchTemplateId: templateId,
    Versions: [version],
  });
  const answer = await account.call(DESCRIBE, async (options) => account.reads.ec2.send(command, options));
  const found = answer.LaunchTemplateVersions?.[0];
  if (!found) throw new PortError('not-found', DESCRIBE, `${templateId} has no version ${version}`);
  return found;
}

/** The newest version with this image that differs from the source in nothing else; undefined if there is none. */
export async function versionWithImage(
  account: AwsAccount,
  source: LaunchTemplateVersion,
  imageId: string,
): Promise<LaunchTemplateVersion | undefined> {
  const versions = await allPages(DESCRIBE, async (token) => {
    const command = new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: source.LaunchTemplateId,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await account.call(DESCRIBE, async (options) => account.reads.ec2.send(command, options));
    return { items: answer.LaunchTemplateVersions ?? [], next: answer.NextToken };
  });
  return versions
    .filter((version) => version.LaunchTemplateData?.ImageId === imageId && sameButImage(version, source))
    .toSorted((a, b) => (b.VersionNumber ?? 0) - (a.VersionNumber ?? 0))[0];
}

/**
 * Makes a version that differs from the source in its image alone, and looks at it: a template is code that runs on
 * every node, so a version that differs in more is refused (security.md T23). Asked twice with one token it is one.
 */
export async function createVersion(
  account: AwsAccount,
  templateId: string,
  sourceVersion: string,
  imageId: string,
  token: string,
): Promise<string> {
  const source = await describeVersion(account, templateId, sourceVersion);
  const command = new CreateLaunchTemplateVersionCommand({
    LaunchTemplateId: templateId,
    SourceVersion: sourceVersion,
    LaunchTemplateData: { ImageId: imageId },
    VersionDescription: `drover: version ${sourceVersion} with ${imageId}`,
    ClientToken: token,
  });
  const answer = await account.call(CREATE, async (options) => account.effects.ec2.send(command, options));
  const number = answer.LaunchTemplateVersion?.VersionNumber;
  if (number === undefined) throw new PortError('invalid', CREATE, 'the answer has no version number');
  const made = await describeVersion(account, templateId, String(number));
  if (made.LaunchTemplateData?.ImageId !== imageId || !sameButImage(made, source))
    throw new PortError(
      'invalid',
      CREATE,
      `version ${number} differs from ${sourceVersion} in more than the image`,
    );
  return String(number);
}

function sameButImage(one: LaunchTemplateVersion, other: LaunchTemplateVersion): boolean {
  const rest = ({ LaunchTemplateData }: LaunchTemplateVersion): string =>
    canonicalJson({ ...LaunchTemplateData, ImageId: undefined });
  return rest(one) === rest(other);
}
