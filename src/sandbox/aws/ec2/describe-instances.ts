import type { CloudState } from '../cloud/cloud-state.ts';
import { architectureOf } from '../cloud/plan-launch.ts';
import { type Instance, STATE_CODES } from '../cloud/instance.ts';
import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, list, text } from '../wire/fields.ts';
import type { OutputObject } from '../wire/tree.ts';
import { ec2Operation, ec2Page, refuseBoth } from './ec2-operation.ts';
import { type Filterable, filterField, matchesFilters, tagSet } from './filters.ts';

const PAGE_MAX = 1000;

export const describeInstances = ec2Operation({
  name: 'DescribeInstances',
  access: 'read',
  parameters: {
    InstanceId: list(text()),
    Filter: filterField,
    MaxResults: integer({ min: 5, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeInstances')],
  run(input, { cloud }) {
    refuseBoth(input.InstanceId, input.MaxResults, 'instancesSet');
    const named = namedInstances(cloud, input.InstanceId).filter((instance) =>
      matchesFilters(filterable(instance), input.Filter),
    );
    const { items, nextToken } = ec2Page(named, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ instanceId }) => instanceId,
    });
    // Auto Scaling launches one by one: each instance is a reservation of its own.
    const reservationSet = items.map((instance) => ({
      reservationId: instance.reservationId,
      ownerId: cloud.accountId,
      groupSet: [],
      instancesSet: [instanceOutput(instance, cloud)],
    }));
    return { reservationSet, nextToken };
  },
});

export const describeInstanceStatus = ec2Operation({
  name: 'DescribeInstanceStatus',
  access: 'read',
  parameters: {
    InstanceId: list(text()),
    Filter: filterField,
    IncludeAllInstances: flag(),
    MaxResults: integer({ min: 5, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeInstanceStatus')],
  run(input, { cloud }) {
    refuseBoth(input.InstanceId, input.MaxResults, 'instancesSet');
    const named = namedInstances(cloud, input.InstanceId)
      .filter(({ state }) => input.IncludeAllInstances === true || state === 'running')
      .filter((instance) => matchesFilters(filterable(instance), input.Filter));
    const { items, nextToken } = ec2Page(named, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ instanceId }) => instanceId,
    });
    const instanceStatusSet = items.map((instance) => ({
      instanceId: instance.instanceId,
      availabilityZone: instance.zone,
      instanceState: { code: STATE_CODES[instance.state], name: instance.state },
      instanceStatus: statusOutput(instance),
      systemStatus:
        instance.state === 'running'
          ? { status: 'ok', details: [{ name: 'reachability', status: 'passed' }] }
          : { status: 'not-applicable' },
    }));
    return { instanceStatusSet, nextToken };
  },
});

function statusOutput(instance: Instance): OutputObject {
  if (instance.state !== 'running') return { status: 'not-applicable' };
  return instance.healthy
    ? { status: 'ok', details: [{ name: 'reachability', status: 'passed' }] }
    : { status: 'impaired', details: [{ name: 'reachability', status: 'failed' }] };
}

/** The visible instances, or those that are named; one that is not (yet) visible is an error, as in life. */
export function namedInstances(cloud: CloudState, ids: readonly string[]): readonly Instance[] {
  const visible = cloud.instances.visible();
  if (ids.length === 0) return visible;
  const malformed = ids.find((id) => !/^i-[0-9a-f]{8,17}$/.test(id));
  if (malformed !== undefined)
    throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const missing = ids.filter((id) => !visible.some(({ instanceId }) => instanceId === id));
  if (missing.length === 1)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${missing[0]}' does not exist`);
  if (missing.length > 1)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance IDs '${missing.join(', ')}' do not exist`);
  return visible.filter(({ instanceId }) => ids.includes(instanceId));
}

function filterable(instance: Instance): Filterable {
  return {
    tags: instance.tags,
    attributes: {
      'instance-id': [instance.instanceId],
      'instance-state-name': [instance.state],
      'instance-state-code': [String(STATE_CODES[instance.state])],
      'instance-type': [instance.instanceType],
      'image-id': [instance.imageId],
      'availability-zone': [instance.zone],
      'private-dns-name': [instance.privateDnsName],
      'private-ip-address': [instance.privateIp],
      'subnet-id': [instance.subnetId],
      'vpc-id': [instance.vpcId],
      'launch-time': [new Date(instance.launchedAt).toISOString()],
    },
  };
}

function instanceOutput(instance: Instance, cloud: CloudState): OutputObject {
  // A terminated instance has no network any more, and neither name nor address.
  const alive = instance.state !== 'terminated';
  return {
    instanceId: instance.instanceId,
    imageId: instance.imageId,
    instanceState: { code: STATE_CODES[instance.state], name: instance.state },
    privateDnsName: alive ? instance.privateDnsName : '',
    dnsName: '',
    reason: instance.transitionReason,
    keyName: instance.data.KeyName,
    amiLaunchIndex: 0,
    productCodes: [],
    instanceType: instance.instanceType,
    launchTime: new Date(instance.launchedAt),
    placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
    monitoring: { state: instance.data.Monitoring?.Enabled ? 'enabled' : 'disabled' },
    subnetId: alive ? instance.subnetId : undefined,
    vpcId: alive ? instance.vpcId : undefined,
    privateIpAddress: alive ? instance.privateIp : undefined,
    stateReason: instance.stateReason,
    architecture:
      cloud.images.traits(instance.imageId)?.architecture ?? architectureOf(instance.instanceType),
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    blockDeviceMapping: [],
    virtualizationType: 'hvm',
    clientToken: '',
    tagSet: tagSet(instance.tags),
    hypervisor: 'xen',
    networkInterfaceSet: alive ? [networkInterface(instance)] : [],
    iamInstanceProfile: instance.data.IamInstanceProfile?.Arn
      ? { arn: instance.data.IamInstanceProfile.Arn }
      : undefined,
    ebsOptimized: instance.data.EbsOptimized ?? false,
    enaSupport: true,
    metadataOptions: {
      state: 'applied',
      httpTokens: instance.data.MetadataOptions?.HttpTokens ?? 'optional',
      httpPutResponseHopLimit: instance.data.MetadataOptions?.HttpPutResponseHopLimit ?? 1,
      httpEndpoint: instance.data.MetadataOptions?.HttpEndpoint ?? 'enabled',
    },
    privateDnsNameOptions: {
      hostnameType: 'ip-name',
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAAAARecord: false,
    },
  };
}

function networkInterface(instance: Instance): OutputObject {
  return {
    networkInterfaceId: `eni-${instance.instanceId.slice(2)}`,
    subnetId: instance.subnetId,
    vpcId: instance.vpcId,
    status: 'in-use',
    privateIpAddress: instance.privateIp,
    privateDnsName: instance.privateDnsName,
    groupSet: [],
    privateIpAddressesSet: [
      { privateIpAddress: instance.privateIp, privateDnsName: instance.privateDnsName, primary: true },
    ],
  };
}
