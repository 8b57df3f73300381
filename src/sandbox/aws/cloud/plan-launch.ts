import { MACHINE_SIZES } from '../../machines.ts';
import type { CapacityBook } from './capacity-book.ts';
import type { ImageCatalogue } from './image-catalogue.ts';
import type { Instance, LaunchRequest } from './instance.ts';
import type { ParameterBook } from './parameter-book.ts';
import type { Subnet, SubnetBook } from './subnet-book.ts';
import { readUserData } from './user-data.ts';

/** What a launch depends on. */
export interface LaunchWorld {
  readonly region: string;
  readonly images: ImageCatalogue;
  readonly subnets: SubnetBook;
  readonly capacity: CapacityBook;
  readonly parameters: ParameterBook;
}

/** The part of an instance that is settled before it gets an id. */
type InstanceTraits = Pick<
  Instance,
  | 'imageId'
  | 'instanceType'
  | 'zone'
  | 'subnetId'
  | 'vpcId'
  | 'privateIp'
  | 'privateDnsName'
  | 'template'
  | 'data'
  | 'nodeLabels'
  | 'nodeTaints'
  | 'tags'
>;

export type LaunchPlan =
  | { readonly kind: 'possible'; readonly traits: InstanceTraits }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Looks whether EC2 would launch this, in EC2's order and words, and takes the capacity and the address if so. */
export function planLaunch(request: LaunchRequest, world: LaunchWorld): LaunchPlan {
  const subnet = world.subnets.get(request.subnetId);
  if (!subnet)
    return refused('InvalidSubnetID.NotFound', `The subnet ID '${request.subnetId}' does not exist`);
  const image = resolveImage(request.data.ImageId, world);
  if (image.kind === 'refused') return image;
  const instanceType = request.instanceType ?? request.data.InstanceType ?? 'm6i.large';
  const mismatch = typeRefusal(instanceType, image.imageId, world);
  if (mismatch) return mismatch;
  if (!world.capacity.has(subnet.zone, instanceType)) return noCapacity(instanceType, subnet.zone, world);
  const privateIp = world.subnets.take(subnet);
  if (privateIp === undefined) return noAddress(subnet);
  world.capacity.use(subnet.zone, instanceType);
  const registration = readUserData(request.data.UserData);
  return {
    kind: 'possible',
    traits: {
      imageId: image.imageId,
      instanceType,
      zone: subnet.zone,
      subnetId: subnet.subnetId,
      vpcId: subnet.vpcId,
      privateIp,
      privateDnsName: privateDnsName(privateIp, world.region),
      template: request.template,
      data: request.data,
      nodeLabels: registration.labels,
      nodeTaints: registration.taints,
      tags: new Map(Object.entries(request.tags)),
    },
  };
}

export type ImageResolution =
  | { readonly kind: 'image'; readonly imageId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** An image id, or `resolve:ssm:/path` (with `:version`) looked up now. */
export function resolveImage(
  wanted: string | undefined,
  world: Pick<LaunchWorld, 'images' | 'parameters'>,
): ImageResolution {
  if (wanted === undefined)
    return refused('MissingParameter', 'The request must contain the parameter ImageId');
  const [, name, version] = /^resolve:ssm:([^:]+)(?::(\d+))?$/.exec(wanted) ?? [];
  if (name === undefined) return knownImage(wanted, world);
  const parameter = world.parameters.get(name, version === undefined ? undefined : Number(version));
  if (!parameter) {
    return refused('InvalidParameterValue', `Systems Manager parameter ${name} could not be resolved`);
  }
  return knownImage(parameter.value, world);
}

function knownImage(imageId: string, world: Pick<LaunchWorld, 'images'>): ImageResolution {
  const refusal = world.images.refusal(imageId);
  return refusal ? refused(refusal.code, refusal.message) : { kind: 'image', imageId };
}

/** `ip-10-0-1-5.ec2.internal`, as VPCs name instances by address. Outside us-east-1 the region is part of it. */
function privateDnsName(address: string, region: string): string {
  const host = `ip-${address.replaceAll('.', '-')}`;
  return region === 'us-east-1' ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
}

function typeRefusal(instanceType: string, imageId: string, world: LaunchWorld): LaunchPlan | undefined {
  if (!MACHINE_SIZES[instanceType]) {
    return refused('InvalidParameterValue', `Invalid value '${instanceType}' for InstanceType.`);
  }
  const architecture = world.images.traits(imageId)?.architecture ?? 'x86_64';
  if (architecture === architectureOf(instanceType)) return undefined;
  const message = `The architecture '${architectureOf(instanceType)}' of the specified instance type does not match the architecture '${architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`;
  return refused('InvalidParameterValue', message);
}

/** Graviton families have a `g` after their generation: m6g, c7gn, r8gd. */
export function architectureOf(instanceType: string): 'x86_64' | 'arm64' {
  return /^[a-z]+\d+g/.test(instanceType) ? 'arm64' : 'x86_64';
}

function noCapacity(instanceType: string, zone: string, world: LaunchWorld): LaunchPlan {
  const others = world.subnets
    .zones()
    .filter((other) => other !== zone && world.capacity.has(other, instanceType));
  const elsewhere =
    others.length > 0
      ? ` You can currently get ${instanceType} capacity by not specifying an Availability Zone in your request or choosing ${others.join(', ')}.`
      : '';
  const message = `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity.${elsewhere}`;
  return refused('InsufficientInstanceCapacity', message);
}

function noAddress(subnet: Subnet): LaunchPlan {
  const message = `There are not enough free addresses in subnet '${subnet.subnetId}' to satisfy the requested number of instances.`;
  return refused('InsufficientFreeAddressesInSubnet', message);
}

function refused(code: string, message: string): { kind: 'refused'; code: string; message: string } {
  return { kind: 'refused', code, message };
}
