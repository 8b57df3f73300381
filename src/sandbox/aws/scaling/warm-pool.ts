import type { Instance } from '../cloud/instance.ts';
import { beginActivity, endActivity } from './activities.ts';
import type { AutoScalingGroup } from './group.ts';
import { instanceTags, launchChoices, newMember } from './launch-choices.ts';
import { countByZone, zonesToFill } from './placement.ts';
import { type ScalingWorld, zonesOf } from './scaling-world.ts';

/** Takes an instance out of the warm pool and starts it; it keeps the template version that it was made from. */
export function takeWarm(
  group: AutoScalingGroup,
  world: ScalingWorld,
  zones: readonly string[],
): { readonly instance: Instance; readonly zone: string } | undefined {
  const pool = [...(group.warmPool?.members.values() ?? [])];
  const first = zones.flatMap((zone) => pool.filter((member) => member.zone === zone))[0];
  const instance = first && world.instances.get(first.instanceId);
  if (!first || !instance) return undefined;
  group.warmPool?.members.delete(first.instanceId);
  world.instances.start(instance);
  return { instance, zone: instance.zone };
}

/** Fills the pool up to what its configuration asks for; a launch that fails is tried again at the next look. */
export function fillWarmPool(group: AutoScalingGroup, world: ScalingWorld): void {
  const pool = group.warmPool;
  if (!pool || group.suspended.has('Launch')) return;
  const wanted = Math.max(pool.minSize, (pool.maxPrepared ?? group.max) - group.desired);
  const [choice] = launchChoices(group, world);
  for (let missing = wanted - pool.members.size; choice && missing > 0; missing--) {
    const [zone] = zonesToFill(countByZone(zonesOf(group, world), [...pool.members.values()]), world.random);
    const subnet = group.subnetIds
      .flatMap((id) => world.subnets.get(id) ?? [])
      .find((one) => one.zone === zone);
    if (!subnet) return;
    const place = { subnetId: subnet.subnetId, tags: instanceTags(group, choice), stopped: true };
    const result = world.instances.launch({ ...choice, ...place });
    if (result.kind === 'refused') return;
    const activity = beginActivity(group, world, {
      description: `Launching a new EC2 instance into warm pool: ${result.instance.instanceId}`,
      because: 'an instance was launched to fill the warm pool.',
      status: 'InProgress',
      zone: subnet.zone,
      subnetId: subnet.subnetId,
    });
    endActivity(activity, group, world, 'Successful');
    pool.members.set(
      result.instance.instanceId,
      newMember(group, result.instance, activity, 'Warmed:Stopped'),
    );
  }
}
