import type { Instance } from '../cloud/instance.ts';
import type { Subnet } from '../cloud/subnet-book.ts';
import { beginActivity, endActivity, growing } from './activities.ts';
import { type Activity, type AutoScalingGroup, countedMembers } from './group.ts';
import { instanceTags, launchChoices, newMember } from './launch-choices.ts';
import { countByZone, zonesToFill } from './placement.ts';
import { type ScalingWorld, zonesOf } from './scaling-world.ts';
import { takeWarm } from './warm-pool.ts';

/** Codes after which another zone may still do. */
const ZONAL_CODES: readonly string[] = ['InsufficientInstanceCapacity', 'InsufficientFreeAddressesInSubnet'];

/** Launches one instance in the zone that balance asks for, or in the next that can; false if none could. */
export function launchOne(
  group: AutoScalingGroup,
  world: ScalingWorld,
  zones = zonesByNeed(group, world),
): boolean {
  const counted = countedMembers(group).length;
  const warm = takeWarm(group, world, zones);
  if (warm) {
    const activity = launchActivity(group, world, { zone: warm.zone, subnetId: '' }, counted);
    admit(group, warm.instance, activity);
    return true;
  }
  for (const zone of zones) {
    const outcome = launchIn(zone, group, world, counted);
    if (outcome === 'launched') return true;
    if (outcome === 'hopeless') return false;
  }
  return false;
}

function zonesByNeed(group: AutoScalingGroup, world: ScalingWorld): readonly string[] {
  return zonesToFill(countByZone(zonesOf(group, world), countedMembers(group)), world.random);
}

function launchIn(
  zone: string,
  group: AutoScalingGroup,
  world: ScalingWorld,
  counted: number,
): 'launched' | 'elsewhere' | 'hopeless' {
  const subnets = group.subnetIds
    .flatMap((id) => world.subnets.get(id) ?? [])
    .filter((subnet) => subnet.zone === zone);
  const choices = launchChoices(group, world);
  let last = { code: 'ValidationError', message: 'You must use a valid fully-formed launch template.' };
  for (const subnet of subnets) {
    for (const choice of choices) {
      const result = world.instances.launch({
        ...choice,
        subnetId: subnet.subnetId,
        tags: instanceTags(group, choice),
      });
      if (result.kind === 'launched') {
        admit(group, result.instance, launchActivity(group, world, subnet, counted));
        return 'launched';
      }
      last = result;
    }
  }
  recordFailure(group, world, { zone, subnetId: subnets[0]?.subnetId ?? '' }, last, counted);
  return ZONAL_CODES.includes(last.code) ? 'elsewhere' : 'hopeless';
}

function launchActivity(
  group: AutoScalingGroup,
  world: ScalingWorld,
  place: Pick<Subnet, 'zone' | 'subnetId'>,
  counted: number,
): Activity {
  return beginActivity(group, world, {
    description: 'Launching a new EC2 instance',
    because: growing(group, counted, group.loop.rebalancing ? counted + 1 : group.desired),
    status: 'PreInService',
    zone: place.zone,
    subnetId: place.subnetId,
  });
}

function recordFailure(
  group: AutoScalingGroup,
  world: ScalingWorld,
  place: { readonly zone: string; readonly subnetId: string },
  failure: { readonly code: string; readonly message: string },
  counted: number,
): void {
  const activity = launchActivity(group, world, place, counted);
  const prefix = group.mixed ? `Could not launch On-Demand Instances. ${failure.code} - ` : '';
  const end = failure.message.endsWith('.') ? '' : '.';
  endActivity(
    activity,
    group,
    world,
    'Failed',
    `${prefix}${failure.message}${end} Launching EC2 instance failed.`,
  );
}

function admit(group: AutoScalingGroup, instance: Instance, activity: Activity): void {
  activity.description = `Launching a new EC2 instance: ${instance.instanceId}`;
  group.members.set(instance.instanceId, newMember(group, instance, activity, 'Pending'));
}
