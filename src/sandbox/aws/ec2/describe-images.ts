import type { ImageTraits } from '../../machines.ts';
import type { ImageFacts } from '../cloud/image-catalogue.ts';
import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, list, text } from '../wire/fields.ts';
import type { OutputObject } from '../wire/tree.ts';
import { ec2Operation, ec2Page, refuseBoth } from './ec2-operation.ts';
import { filterField, matchesFilters, tagSet } from './filters.ts';

const PAGE_MAX = 1000;

export const describeImages = ec2Operation({
  name: 'DescribeImages',
  access: 'read',
  parameters: {
    ImageId: list(text()),
    Owner: list(text()),
    ExecutableBy: list(text()),
    Filter: filterField,
    IncludeDeprecated: flag(),
    IncludeDisabled: flag(),
    MaxResults: integer({ min: 1, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeImages')],
  run(input, { cloud }) {
    refuseBoth(input.ImageId, input.MaxResults, 'ImageIds');
    const now = cloud.clock.now();
    const visible = cloud.images.visible();
    refuseUnknown(
      input.ImageId,
      visible.map(({ traits }) => traits.imageId),
    );
    const images = visible
      .filter(({ traits }) => input.ImageId.length === 0 || input.ImageId.includes(traits.imageId))
      .filter(
        ({ facts }) =>
          input.Owner.length === 0 || input.Owner.some((owner) => owns(owner, facts, cloud.accountId)),
      )
      // Past its deprecation an image is only shown to its owner, to who asks for such, and to who names it.
      .filter(
        ({ facts }) =>
          input.IncludeDeprecated === true ||
          input.ImageId.length > 0 ||
          facts.ownerId === cloud.accountId ||
          (facts.deprecatedAt ?? Number.POSITIVE_INFINITY) > now,
      )
      .filter(({ facts }) => input.IncludeDisabled === true || facts.state !== 'disabled')
      .filter(({ traits, facts }) =>
        matchesFilters({ tags: facts.tags, attributes: attributes(traits, facts) }, input.Filter),
      );
    const { items, nextToken } = ec2Page(images, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ traits }) => traits.imageId,
    });
    return { imagesSet: items.map(({ traits, facts }) => imageOutput(traits, facts)), nextToken };
  },
});

function refuseUnknown(wanted: readonly string[], known: readonly string[]): void {
  const malformed = wanted.find((id) => !/^ami-[0-9a-f]{8,17}$/.test(id));
  if (malformed !== undefined)
    throw new AwsError('InvalidAMIID.Malformed', `Invalid id: "${malformed}" (expecting "ami-...")`);
  const missing = wanted.filter((id) => !known.includes(id));
  if (missing.length === 0) return;
  const text =
    missing.length === 1
      ? `The image id '[${missing[0]}]' does not exist`
      : `The image ids '[${missing.join(', ')}]' do not exist`;
  throw new AwsError('InvalidAMIID.NotFound', text);
}

function owns(owner: string, facts: ImageFacts, accountId: string): boolean {
  if (owner === 'self') return facts.ownerId === accountId;
  return owner === facts.ownerId || owner === facts.ownerAlias;
}

function attributes(traits: ImageTraits, facts: ImageFacts): Record<string, readonly (string | undefined)[]> {
  return {
    'image-id': [traits.imageId],
    name: [traits.name],
    architecture: [traits.architecture],
    state: [facts.state],
    'owner-id': [facts.ownerId],
    'owner-alias': [facts.ownerAlias],
    'creation-date': [new Date(traits.createdAt).toISOString()],
    'is-public': ['true'],
    'virtualization-type': ['hvm'],
    'root-device-type': ['ebs'],
  };
}

function imageOutput(traits: ImageTraits, facts: ImageFacts): OutputObject {
  return {
    imageId: traits.imageId,
    imageLocation: `${facts.ownerAlias ?? facts.ownerId}/${traits.name}`,
    imageState: facts.state,
    imageOwnerId: facts.ownerId,
    imageOwnerAlias: facts.ownerAlias,
    creationDate: new Date(traits.createdAt).toISOString(),
    isPublic: facts.ownerAlias === 'amazon',
    productCodes: [],
    architecture: traits.architecture,
    imageType: 'machine',
    platformDetails: 'Linux/UNIX',
    usageOperation: 'RunInstances',
    name: traits.name,
    description: `${traits.osImage}, kubelet ${traits.kubeletVersion}`,
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    blockDeviceMapping: [
      {
        deviceName: '/dev/xvda',
        ebs: { deleteOnTermination: true, volumeSize: 20, volumeType: 'gp3', encrypted: false },
      },
    ],
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    enaSupport: true,
    bootMode: 'uefi-preferred',
    deprecationTime:
      facts.deprecatedAt === undefined ? undefined : new Date(facts.deprecatedAt).toISOString(),
    tagSet: tagSet(facts.tags),
  };
}
