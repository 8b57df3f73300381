import { SetDesiredCapacityCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateVersionCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  ModifyLaunchTemplateCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AutoScalingGroup, Member } from '../../../src/sandbox/aws/scaling/group.ts';
import { type AwsClients, type AwsWorld, START, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
let clients: AwsClients;
let group: AutoScalingGroup;
beforeEach(async () => {
  world = await startAwsWorld();
  clients = world.clients();
  group = world.cloud.groups.get('workers')!;
});
afterEach(async () => {
  await world.close();
});

const members = (): readonly Member[] => [...group.members.values()];
const grow = async (): Promise<Member> => {
  await clients.autoScaling.send(
    new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: group.desired + 1 }),
  );
  await world.until('one more', () => members().length === group.desired);
  return members().at(-1)!;
};

describe('launch templates', () => {
  const createVersion = (changes: object) =>
    clients.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: 'workers',
        LaunchTemplateData: { ImageId: world.newImage },
        ...changes,
      }),
    );

  it('get versions that differ from their source in what was given alone', async () => {
    const made = await createVersion({ SourceVersion: '1', VersionDescription: 'patched' });
    const { LaunchTemplateVersions } = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'workers', Versions: ['1', '2'] }),
    );

    const [newer, older] = LaunchTemplateVersions ?? [];
    expect(made.LaunchTemplateVersion).toMatchObject({
      VersionNumber: 2,
      VersionDescription: 'patched',
      DefaultVersion: false,
      LaunchTemplateId: world.templateId,
    });
    expect(newer?.LaunchTemplateData).toEqual({ ...older?.LaunchTemplateData, ImageId: world.newImage });
    expect(Buffer.from(newer?.LaunchTemplateData?.UserData ?? '', 'base64').toString()).toContain(
      '--node-labels=pool=workers',
    );
  });

  it('start from nothing without a source', async () => {
    const made = await createVersion({
      LaunchTemplateData: {
        ImageId: world.newImage,
        SecurityGroupIds: ['sg-1', 'sg-2'],
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }],
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 50, VolumeType: 'gp3' } }],
      },
    });

    expect(made.LaunchTemplateVersion?.LaunchTemplateData).toEqual({
      ImageId: world.newImage,
      SecurityGroupIds: ['sg-1', 'sg-2'],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }],
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 50, VolumeType: 'gp3' } }],
    });
  });

  it('make one version for one client token, and refuse another request under it', async () => {
    const first = await createVersion({ SourceVersion: '1', ClientToken: 'R-1/template' });
    const again = await createVersion({ SourceVersion: '1', ClientToken: 'R-1/template' });
    const other = await refusal(
      createVersion({
        SourceVersion: '1',
        ClientToken: 'R-1/template',
        LaunchTemplateData: { ImageId: world.oldImage },
      }),
    );

    expect(again.LaunchTemplateVersion).toEqual(first.LaunchTemplateVersion);
    expect(world.cloud.templates.find('workers')?.versions).toHaveLength(2);
    expect(other.code).toBe('IdempotentParameterMismatch');
  });

  it('have a latest and a default version, which can be moved', async () => {
    await createVersion({ SourceVersion: '$Latest' });
    const before = await clients.ec2.send(
      new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['workers'] }),
    );
    await clients.ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateId: world.templateId, DefaultVersion: '2' }),
    );
    const { LaunchTemplateVersions } = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: world.templateId,
        Versions: ['$Latest', '$Default'],
      }),
    );

    expect(before.LaunchTemplates?.[0]).toMatchObject({ DefaultVersionNumber: 1, LatestVersionNumber: 2 });
    expect(
      LaunchTemplateVersions?.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion]),
    ).toEqual([[2, true]]);
  });

  it('list versions by bounds and pages, newest first, and those of every template together', async () => {
    for (let index = 0; index < 3; index++) await createVersion({ SourceVersion: '1' });
    world.cloud.addLaunchTemplate({ name: 'others', imageId: world.oldImage });

    const bounded = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateName: 'workers',
        MinVersion: '2',
        MaxResults: 2,
      }),
    );
    const rest = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateName: 'workers',
        MinVersion: '2',
        MaxResults: 2,
        NextToken: bounded.NextToken,
      }),
    );
    const everywhere = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ Versions: ['$Latest'] }),
    );

    expect(bounded.LaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)).toEqual([4, 3]);
    expect(rest).toMatchObject({ LaunchTemplateVersions: [{ VersionNumber: 2 }] });
    expect(rest.NextToken).toBeUndefined();
    expect(
      everywhere.LaunchTemplateVersions?.map(
        ({ LaunchTemplateName, VersionNumber }) => `${LaunchTemplateName} ${VersionNumber}`,
      ).toSorted(),
    ).toEqual(['others 1', 'workers 4']);
  });

  it('may name their image by a parameter, which is looked up at each launch', async () => {
    const name = '/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard/recommended/image_id';
    await createVersion({ SourceVersion: '1', LaunchTemplateData: { ImageId: `resolve:ssm:${name}` } });
    await clients.ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateName: 'workers', DefaultVersion: '2' }),
    );
    const read = (ResolveAlias: boolean) =>
      clients.ec2.send(
        new DescribeLaunchTemplateVersionsCommand({
          LaunchTemplateName: 'workers',
          Versions: ['2'],
          ResolveAlias,
        }),
      );

    const first = await grow();
    const [plain, resolved] = await Promise.all([read(false), read(true)]);
    world.cloud.setParameter({ name, value: world.oldImage });
    const second = await grow();

    expect([first.imageId, second.imageId]).toEqual([world.newImage, world.oldImage]);
    expect(plain.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId).toBe(`resolve:ssm:${name}`);
    expect(resolved.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId).toBe(world.newImage);
  });

  it('that are not there, or versions that are not, are errors of their own', async () => {
    const template = await refusal(
      clients.ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: 'lt-0123456789abcdef0' }),
      ),
    );
    const malformed = await refusal(
      clients.ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: ['workers'] })),
    );
    const version = await refusal(
      clients.ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'workers', Versions: ['7'] }),
      ),
    );
    const neither = await refusal(createVersion({ LaunchTemplateName: undefined }));

    expect([template.code, malformed.code, version.code, neither.code]).toEqual([
      'InvalidLaunchTemplateId.NotFound',
      'InvalidLaunchTemplateId.Malformed',
      'InvalidLaunchTemplateId.VersionNotFound',
      'MissingParameter',
    ]);
  });

  it('refuse data that the sandbox would otherwise lose', async () => {
    const lost = await refusal(createVersion({ LaunchTemplateData: { CpuOptions: { CoreCount: 1 } } }));

    expect(lost).toMatchObject({
      code: 'UnknownParameter',
      message: 'The parameter LaunchTemplateData.CpuOptions is not recognized',
    });
  });
});

describe('images', () => {
  it('are described with owner, state, architecture and dates', async () => {
    const { Images } = await clients.ec2.send(
      new DescribeImagesCommand({
        Owners: ['amazon'],
        Filters: [{ Name: 'name', Values: ['amazon-eks-node-*-v20250501'] }],
      }),
    );

    expect(Images).toMatchObject([
      {
        ImageId: world.newImage,
        State: 'available',
        Architecture: 'x86_64',
        ImageOwnerAlias: 'amazon',
        CreationDate: new Date(START - 86_400_000).toISOString(),
        Public: true,
      },
    ]);
  });

  it('that are deregistered or not shared are not there', async () => {
    world.cloud.images.facts(world.oldImage)!.state = 'deregistered';
    world.cloud.images.facts(world.newImage)!.shared = false;

    const gone = await refusal(clients.ec2.send(new DescribeImagesCommand({ ImageIds: [world.oldImage] })));
    const all = await clients.ec2.send(new DescribeImagesCommand({}));

    expect(gone).toMatchObject({
      code: 'InvalidAMIID.NotFound',
      message: `The image id '[${world.oldImage}]' does not exist`,
    });
    expect(all.Images).toEqual([]);
  });

  it('that are deprecated are shown to who names them or asks for such', async () => {
    world.cloud.images.facts(world.oldImage)!.deprecatedAt = START - 1000;
    const count = async (options: object): Promise<number> =>
      (await clients.ec2.send(new DescribeImagesCommand(options))).Images?.length ?? 0;

    expect(await count({})).toBe(1);
    expect(await count({ IncludeDeprecated: true })).toBe(2);
    expect(await count({ ImageIds: [world.oldImage] })).toBe(1);
  });

  it('of another architecture than the type do not launch', async () => {
    const arm = world.cloud.addImage({ name: 'arm', architecture: 'arm64' });
    world.cloud.addLaunchTemplateVersion({
      template: 'workers',
      data: { ImageId: arm.imageId },
      makeDefault: true,
    });
    await clients.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
    );
    await world.until('failed', () => group.activities.some(({ status }) => status === 'Failed'));

    expect(group.activities[0]?.statusMessage).toContain(
      "does not match the architecture 'arm64' of the specified AMI",
    );
  });
});

describe('places', () => {
  it('are subnets with the addresses that are left', async () => {
    const { Subnets } = await clients.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'availability-zone', Values: ['us-east-1a'] }] }),
    );
    const before = Subnets?.[0]?.AvailableIpAddressCount;
    world.cloud.subnets.get(Subnets?.[0]?.SubnetId ?? '')!.heldByOthers = 90;
    const after = await clients.ec2.send(
      new DescribeSubnetsCommand({ SubnetIds: [Subnets?.[0]?.SubnetId ?? ''] }),
    );

    expect(before).toBe(4096 - 5 - 1);
    expect(after.Subnets?.[0]).toMatchObject({
      AvailableIpAddressCount: 4000,
      CidrBlock: '10.0.0.0/20',
      AvailabilityZoneId: 'use1-az1',
    });
  });

  it('are instance types with their size, and where they are offered', async () => {
    const { InstanceTypes } = await clients.ec2.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ['m6i.xlarge'] }),
    );
    const unknown = await refusal(
      clients.ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['m6i.tiny' as never] })),
    );
    const offers = await clients.ec2.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: ['m6i.large'] }],
      }),
    );

    expect(InstanceTypes).toMatchObject([
      {
        InstanceType: 'm6i.xlarge',
        VCpuInfo: { DefaultVCpus: 4 },
        MemoryInfo: { SizeInMiB: 16_384 },
        NetworkInfo: { MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15 },
        ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
      },
    ]);
    expect(unknown.code).toBe('InvalidInstanceType');
    expect(offers.InstanceTypeOfferings?.map(({ Location }) => Location)).toEqual([
      'us-east-1a',
      'us-east-1b',
      'us-east-1c',
    ]);
  });
});
