import { MACHINE_SIZES, type MachineSize } from '../../machines.ts';
import { arnOf } from '../cloud/cloud-state.ts';
import { architectureOf } from '../cloud/plan-launch.ts';
import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integer, list, text } from '../wire/fields.ts';
import type { OutputObject } from '../wire/tree.ts';
import { ec2Operation, ec2Page, refuseBoth } from './ec2-operation.ts';
import { filterField, matchesFilters, tagSet } from './filters.ts';

const NO_TAGS: ReadonlyMap<string, string> = new Map();
const PAGE_MAX = 1000;
const TYPES_PAGE_MAX = 100;

export const describeSubnets = ec2Operation({
  name: 'DescribeSubnets',
  access: 'read',
  parameters: {
    SubnetId: list(text()),
    Filter: filterField,
    MaxResults: integer({ min: 5, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeSubnets')],
  run(input, { cloud }) {
    refuseBoth(input.SubnetId, input.MaxResults, 'subnetIds');
    const missing = input.SubnetId.find((id) => !cloud.subnets.get(id));
    if (missing !== undefined)
      throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${missing}' does not exist`);
    const subnets = cloud.subnets
      .all()
      .filter(({ subnetId }) => input.SubnetId.length === 0 || input.SubnetId.includes(subnetId))
      .filter(({ tags, subnetId, vpcId, zone, cidr }) =>
        matchesFilters(
          {
            tags,
            attributes: {
              'subnet-id': [subnetId],
              'vpc-id': [vpcId],
              'availability-zone': [zone],
              'cidr-block': [cidr],
              state: ['available'],
            },
          },
          input.Filter,
        ),
      );
    const { items, nextToken } = ec2Page(subnets, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ subnetId }) => subnetId,
    });
    const subnetSet = items.map((subnet) => ({
      subnetId: subnet.subnetId,
      subnetArn: arnOf(cloud, 'ec2', `subnet/${subnet.subnetId}`),
      state: 'available',
      ownerId: cloud.accountId,
      vpcId: subnet.vpcId,
      cidrBlock: subnet.cidr,
      availableIpAddressCount: cloud.subnets.free(subnet),
      availabilityZone: subnet.zone,
      availabilityZoneId: subnet.zoneId,
      defaultForAz: false,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      ipv6CidrBlockAssociationSet: [],
      tagSet: tagSet(subnet.tags),
    }));
    return { subnetSet, nextToken };
  },
});

export const describeInstanceTypes = ec2Operation({
  name: 'DescribeInstanceTypes',
  access: 'read',
  parameters: {
    InstanceType: list(text(), { max: 100 }),
    Filter: filterField,
    MaxResults: integer({ min: 5, max: TYPES_PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeInstanceTypes')],
  run(input) {
    refuseBoth(input.InstanceType, input.MaxResults, 'InstanceTypes');
    const unknown = input.InstanceType.filter((name) => !MACHINE_SIZES[name]);
    if (unknown.length > 0)
      throw new AwsError(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
      );
    const sizes = Object.values(MACHINE_SIZES)
      .filter(
        ({ instanceType }) => input.InstanceType.length === 0 || input.InstanceType.includes(instanceType),
      )
      .filter((size) =>
        matchesFilters(
          {
            tags: NO_TAGS,
            attributes: {
              'instance-type': [size.instanceType],
              'processor-info.supported-architecture': [architectureOf(size.instanceType)],
              'current-generation': ['true'],
            },
          },
          input.Filter,
        ),
      );
    const { items, nextToken } = ec2Page(sizes, {
      token: input.NextToken,
      size: input.MaxResults ?? TYPES_PAGE_MAX,
      key: ({ instanceType }) => instanceType,
    });
    return { instanceTypeSet: items.map((size) => typeOutput(size)), nextToken };
  },
});

export const describeInstanceTypeOfferings = ec2Operation({
  name: 'DescribeInstanceTypeOfferings',
  access: 'read',
  parameters: {
    LocationType: text({ oneOf: ['region', 'availability-zone', 'availability-zone-id'] }),
    Filter: filterField,
    MaxResults: integer({ min: 5, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeInstanceTypeOfferings')],
  run(input, { cloud }) {
    const locationType = input.LocationType ?? 'region';
    const subnets = cloud.subnets.all();
    const locations =
      locationType === 'region'
        ? [cloud.region]
        : [
            ...new Set(
              subnets.map(({ zone, zoneId }) => (locationType === 'availability-zone' ? zone : zoneId)),
            ),
          ];
    const offers = locations
      .flatMap((location) =>
        Object.keys(MACHINE_SIZES).map((instanceType) => ({ instanceType, locationType, location })),
      )
      .filter(({ instanceType, location }) =>
        matchesFilters(
          { tags: NO_TAGS, attributes: { 'instance-type': [instanceType], location: [location] } },
          input.Filter,
        ),
      );
    const { items, nextToken } = ec2Page(offers, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ instanceType, location }) => `${location}/${instanceType}`,
    });
    return { instanceTypeOfferingSet: items, nextToken };
  },
});

/** Interfaces and addresses of the family's sizes, from the table in the user guide of EC2. */
const INTERFACES: Readonly<Record<string, { readonly interfaces: number; readonly addresses: number }>> = {
  'm6i.large': { interfaces: 3, addresses: 10 },
  'm6i.xlarge': { interfaces: 4, addresses: 15 },
  'm6i.2xlarge': { interfaces: 4, addresses: 15 },
};

function typeOutput(size: MachineSize): OutputObject {
  const network = INTERFACES[size.instanceType];
  return {
    instanceType: size.instanceType,
    currentGeneration: true,
    freeTierEligible: false,
    supportedUsageClasses: ['on-demand', 'spot'],
    supportedRootDeviceTypes: ['ebs'],
    supportedVirtualizationTypes: ['hvm'],
    bareMetal: false,
    hypervisor: 'nitro',
    processorInfo: { supportedArchitectures: [architectureOf(size.instanceType)] },
    vCpuInfo: { defaultVCpus: size.cpuCores, defaultCores: size.cpuCores / 2, defaultThreadsPerCore: 2 },
    memoryInfo: { sizeInMiB: size.memoryGiB * 1024 },
    instanceStorageSupported: false,
    ebsInfo: {
      ebsOptimizedSupport: 'default',
      encryptionSupport: 'supported',
      nvmeSupport: 'required',
      maximumEbsAttachments: size.volumesMax + (network?.interfaces ?? 0),
      attachmentLimitType: 'shared',
    },
    networkInfo: network && {
      maximumNetworkInterfaces: network.interfaces,
      ipv4AddressesPerInterface: network.addresses,
      ipv6AddressesPerInterface: network.addresses,
      ipv6Supported: true,
      enaSupport: 'required',
    },
    burstablePerformanceSupported: false,
  };
}
