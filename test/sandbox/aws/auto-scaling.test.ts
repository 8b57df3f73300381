import {
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeScalingActivitiesCommand,
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SetInstanceProtectionCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AutoScalingGroup, Member } from '../../../src/sandbox/aws/scaling/group.ts';
import { type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
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

const name = { AutoScalingGroupName: 'workers' };
const setDesired = (DesiredCapacity: number, HonorCooldown = false) =>
  clients.autoScaling.send(new SetDesiredCapacityCommand({ ...name, DesiredCapacity, HonorCooldown }));
const terminate = (InstanceId: string, ShouldDecrementDesiredCapacity: boolean) =>
  clients.autoScaling.send(
    new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity }),
  );
const members = (): readonly Member[] => [...group.members.values()];
const serving = (count: number): Promise<void> =>
  world.until(
    `${count} in service`,
    () =>
      members().length === count && members().every(({ lifecycleState }) => lifecycleState === 'InService'),
  );

describe('the desired capacity', () => {
  it('is reached by launches in the emptiest zones, each an activity with its cause', async () => {
    await setDesired(6);
    await serving(6);
    const { Activities } = await clients.autoScaling.send(
      new DescribeScalingActivitiesCommand({ ...name, MaxRecords: 3 }),
    );

    const zones = members().map(({ zone }) => zone);
    expect(zones.filter((zone) => zone === 'us-east-1a')).toHaveLength(2);
    expect(zones.filter((zone) => zone === 'us-east-1b')).toHaveLength(2);
    expect(Activities).toHaveLength(3);
    for (const activity of Activities ?? []) {
      expect(activity).toMatchObject({ StatusCode: 'Successful', Progress: 100 });
      expect(activity.Description).toMatch(/^Launching a new EC2 instance: i-0[0-9a-f]{16}$/);
      expect(activity.Cause).toMatch(
        /^At \S+Z a user request explicitly set group desired capacity changing the desired capacity from 3 to 6\. {2}At \S+Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from \d to 6\.$/,
      );
    }
  });

  it("has bounds, and an error of AWS's own words past them", async () => {
    const above = await refusal(setDesired(11));
    const below = await refusal(setDesired(0));

    expect(above).toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: 'New SetDesiredCapacity value 11 is above max value 10 for the AutoScalingGroup.',
    });
    expect(below.message).toBe(
      'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.',
    );
  });

  it('is not changed while the group cools down, if the caller honours that', async () => {
    group.defaultCooldownSeconds = 100_000;
    await setDesired(4);
    await serving(4);

    const cooling = await refusal(setDesired(5, true));
    await setDesired(5);

    expect(cooling.code).toBe('ScalingActivityInProgressFault');
    expect(group.desired).toBe(5);
  });

  it('lowered, takes the oldest template of the fullest zone, whatever runs there', async () => {
    world.cloud.addLaunchTemplateVersion({
      template: 'workers',
      data: { ImageId: world.newImage },
      makeDefault: true,
    });
    await setDesired(6);
    await serving(6);

    await setDesired(3);
    await serving(3);

    expect(members().map(({ template }) => template?.version)).toEqual(['2', '2', '2']);
    expect(new Set(members().map(({ zone }) => zone)).size).toBe(3);
    const last = group.activities.find(({ description }) => description.startsWith('Terminating'));
    expect(last?.cause).toContain('shrinking the capacity from');
    expect(last?.cause).toContain('was selected for termination.');
  });

  it('lowered, spares what is protected from scale-in, and says that nothing is left', async () => {
    const ids = members().map(({ instanceId }) => instanceId);
    await clients.autoScaling.send(
      new SetInstanceProtectionCommand({ ...name, InstanceIds: ids.slice(0, 2), ProtectedFromScaleIn: true }),
    );

    await setDesired(1);
    await world.until('it says so', () => group.activities.some(({ status }) => status === 'Cancelled'));
    await serving(2);

    expect(
      members()
        .map(({ instanceId }) => instanceId)
        .toSorted(),
    ).toEqual(ids.slice(0, 2).toSorted());
    const last = group.activities.find(({ status }) => status === 'Cancelled');
    expect(last?.statusMessage).toBe(
      'Could not scale to desired capacity because all remaining instances are protected from scale-in.',
    );
  });
});

describe('the bounds of a group', () => {
  const update = (changes: object) =>
    clients.autoScaling.send(new UpdateAutoScalingGroupCommand({ ...name, ...changes }));

  it('pull the desired capacity along', async () => {
    await update({ MinSize: 5 });
    expect(group.desired).toBe(5);
    await update({ MinSize: 1, MaxSize: 2 });
    expect(group.desired).toBe(2);
  });

  it('must be in order and hold what is desired', async () => {
    const crossed = await refusal(update({ MinSize: 5, MaxSize: 4 }));
    const outside = await refusal(update({ DesiredCapacity: 20 }));

    expect(crossed.message).toBe('Max bound, 4, must be greater than or equal to min bound, 5');
    expect(outside.message).toBe(
      'Desired capacity:20 must be between the specified min size:1 and max size:10',
    );
    expect([group.min, group.max]).toEqual([1, 10]);
  });

  it('change together with the template that is launched from', async () => {
    await update({ LaunchTemplate: { LaunchTemplateName: 'workers', Version: '$Latest' }, MaxSize: 12 });

    const { AutoScalingGroups } = await clients.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['workers'] }),
    );
    expect(AutoScalingGroups?.[0]).toMatchObject({
      MaxSize: 12,
      LaunchTemplate: { LaunchTemplateId: world.templateId, Version: '$Latest' },
    });
  });

  it('stay when the template is not there, has no such version, or names no image', async () => {
    const noTemplate = await refusal(
      update({ LaunchTemplate: { LaunchTemplateId: 'lt-0000000000000dead' } }),
    );
    const noVersion = await refusal(
      update({ LaunchTemplate: { LaunchTemplateName: 'workers', Version: '9' }, MaxSize: 20 }),
    );
    world.cloud.addLaunchTemplateVersion({ template: 'workers', data: { ImageId: 'ami-0dead000000000000' } });
    const noImage = await refusal(
      update({ LaunchTemplate: { LaunchTemplateName: 'workers', Version: '$Latest' } }),
    );

    expect(noTemplate.message).toContain('with template ID lt-0000000000000dead, does not exist.');
    expect(noVersion.message).toContain(
      `Could not find the specified version 9 for the launch template with ID ${world.templateId}.`,
    );
    expect(noImage.message).toContain("The image id '[ami-0dead000000000000]' does not exist");
    expect(group.max).toBe(10);
  });

  it('may come with a mixed instances policy of several types', async () => {
    await update({
      MixedInstancesPolicy: {
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateName: 'workers', Version: '1' },
          Overrides: [{ InstanceType: 'm6i.xlarge' }, { InstanceType: 'm6i.large' }],
        },
        InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 100 },
      },
    });
    world.cloud.setCapacity({ instanceType: 'm6i.xlarge', left: 0 });

    await setDesired(4);
    await serving(4);

    const { AutoScalingGroups } = await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    expect(AutoScalingGroups?.[0]?.LaunchTemplate).toBeUndefined();
    expect(AutoScalingGroups?.[0]?.MixedInstancesPolicy?.LaunchTemplate?.Overrides).toEqual([
      { InstanceType: 'm6i.xlarge' },
      { InstanceType: 'm6i.large' },
    ]);
    expect(members().at(-1)?.instanceType).toBe('m6i.large');
  });
});

describe('terminating a named instance', () => {
  it('replaces it in its own zone, and leaves the desired capacity', async () => {
    const victim = members()[0]!;

    const { Activity } = await terminate(victim.instanceId, false);
    await world.until('it is gone', () => !group.members.has(victim.instanceId));
    await serving(3);

    expect(Activity).toMatchObject({
      Description: `Terminating EC2 instance: ${victim.instanceId}`,
      StatusCode: 'InProgress',
      Progress: 50,
    });
    expect(Activity?.Cause).toMatch(
      /instance i-\w+ was taken out of service in response to a user request\.$/,
    );
    expect(group.desired).toBe(3);
    expect(members().at(-1)?.zone).toBe(victim.zone);
  });

  it('with a decrement shrinks the group, and tells from what to what', async () => {
    const victim = members()[0]!;

    const { Activity } = await terminate(victim.instanceId, true);
    await serving(2);

    expect(Activity?.Cause).toContain('in response to a user request, shrinking the capacity from 3 to 2.');
    expect(group.desired).toBe(2);
  });

  it('is refused for an unknown one, one that goes already, and below the minimum', async () => {
    const [first, second, third] = [...group.members.keys()];
    const [unknown, again, tooFew] = await world.slowly(async () => {
      const stranger = await refusal(terminate('i-0123456789abcdef0', false));
      await terminate(first!, true);
      const going = await refusal(terminate(first!, true));
      await terminate(second!, true);
      return [stranger, going, await refusal(terminate(third!, true))] as const;
    });

    expect(unknown).toMatchObject({
      code: 'ValidationError',
      message: 'Instance Id not found - No managed instance found for instance ID: i-0123456789abcdef0',
    });
    expect(again.code).toBe('ScalingActivityInProgressFault');
    expect(tooFew.message).toBe(
      "Currently, desiredSize equals minSize (1). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
    );
  });

  it('goes past its protection from scale-in', async () => {
    const victim = members()[0]!;
    await clients.autoScaling.send(
      new SetInstanceProtectionCommand({
        ...name,
        InstanceIds: [victim.instanceId],
        ProtectedFromScaleIn: true,
      }),
    );

    await terminate(victim.instanceId, true);
    await world.until('it is gone', () => !group.members.has(victim.instanceId));

    expect(group.desired).toBe(2);
  });

  it('shows it as terminating until EC2 has ended it', async () => {
    const victim = members()[0]!;
    const { AutoScalingInstances } = await world.slowly(async () => {
      await terminate(victim.instanceId, false);
      return clients.autoScaling.send(
        new DescribeAutoScalingInstancesCommand({ InstanceIds: [victim.instanceId] }),
      );
    });

    expect(AutoScalingInstances?.[0]).toMatchObject({
      LifecycleState: 'Terminating',
      HealthStatus: 'HEALTHY',
      AutoScalingGroupName: 'workers',
    });

    await world.until('it is gone', () => !group.members.has(victim.instanceId));
    const after = await clients.autoScaling.send(
      new DescribeAutoScalingInstancesCommand({ InstanceIds: [victim.instanceId] }),
    );
    expect(after.AutoScalingInstances).toEqual([]);
  });
});

describe('suspended processes', () => {
  const suspend = (...ScalingProcesses: string[]) =>
    clients.autoScaling.send(new SuspendProcessesCommand({ ...name, ScalingProcesses }));
  const resume = (...ScalingProcesses: string[]) =>
    clients.autoScaling.send(new ResumeProcessesCommand({ ...name, ScalingProcesses }));

  it('are described with who suspended them, and work again when resumed', async () => {
    await suspend('Launch', 'AZRebalance');
    const suspended = await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    await setDesired(4);
    await world.clock.sleep(30_000);
    const held = members().length;
    await resume('Launch');
    await serving(4);

    expect(
      suspended.AutoScalingGroups?.[0]?.SuspendedProcesses?.map(({ ProcessName }) => ProcessName),
    ).toEqual(['Launch', 'AZRebalance']);
    expect(suspended.AutoScalingGroups?.[0]?.SuspendedProcesses?.[0]?.SuspensionReason).toMatch(
      /^User suspended at /,
    );
    expect(held).toBe(3);
  });

  it('are all of them when none is named', async () => {
    await suspend();
    expect(group.suspended.size).toBe(9);
    await resume();
    expect(group.suspended.size).toBe(0);
  });

  it('hold a shrinking group where it is', async () => {
    await suspend('Terminate');
    await setDesired(1);
    await world.clock.sleep(30_000);
    expect(members()).toHaveLength(3);
  });

  it('must be known', async () => {
    expect((await refusal(suspend('Lunch'))).code).toBe('ValidationError');
  });
});
