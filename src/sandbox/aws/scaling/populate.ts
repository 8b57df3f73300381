import { type Activity, type AutoScalingGroup, countedMembers, type Member } from './group.ts';
import { instanceTags, launchChoices, newMember } from './launch-choices.ts';
import { countByZone, zonesToFill } from './placement.ts';
import { type ScalingWorld, zonesOf } from './scaling-world.ts';

/** Gives a new group the instances that it is to have had since `since`, spread as it would have spread them. */
export function populateGroup(group: AutoScalingGroup, world: ScalingWorld, since: number): void {
  for (let index = 0; index < group.desired; index++) {
    const [zone] = zonesToFill(countByZone(zonesOf(group, world), countedMembers(group)), world.random);
    const subnet = group.subnetIds
      .flatMap((id) => world.subnets.get(id) ?? [])
      .find((one) => one.zone === zone);
    const [choice] = launchChoices(group, world);
    if (!subnet || !choice) throw new Error(`the group ${group.name} has no subnet or no launch template`);
    const place = { subnetId: subnet.subnetId, tags: instanceTags(group, choice), runningSince: since };
    const result = world.instances.launch({ ...choice, ...place });
    if (result.kind === 'refused') throw new Error(`the group ${group.name} cannot begin: ${result.message}`);
    const { instance } = result;
    const activity: Activity = {
      id: world.identities.uuid(),
      groupName: group.name,
      startedAt: since,
      cause: `At ${world.clock.isoSeconds(since)} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${group.desired}.`,
      details: { zone: instance.zone, subnetId: instance.subnetId },
      description: `Launching a new EC2 instance: ${instance.instanceId}`,
      status: 'Successful',
      statusMessage: undefined,
      progress: 100,
      endedAt: since,
    };
    group.activities.unshift(activity);
    const member: Member = { ...newMember(group, instance, activity, 'InService'), inServiceAt: since };
    group.members.set(instance.instanceId, member);
    for (const arn of group.targetGroupArns)
      world.targetGroups.register(arn, instance.instanceId, instance.zone);
  }
}
