import {
  CancelInstanceRefreshCommand,
  CompleteLifecycleActionCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  DescribeWarmPoolCommand,
  PutLifecycleHookCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
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
const setDesired = (DesiredCapacity: number) =>
  clients.autoScaling.send(new SetDesiredCapacityCommand({ ...name, DesiredCapacity }));
const terminate = (InstanceId: string) =>
  clients.autoScaling.send(
    new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity: false }),
  );
const suspend = (...ScalingProcesses: string[]) =>
  clients.autoScaling.send(new SuspendProcessesCommand({ ...name, ScalingProcesses }));
const members = (): readonly Member[] => [...group.members.values()];
const serving = (count: number): Promise<void> =>
  world.until(
    `${count} in service`,
    () =>
      members().length === count && members().every(({ lifecycleState }) => lifecycleState === 'InService'),
  );
const inState = (state: string): Promise<void> =>
  world.until(state, () => members().some(({ lifecycleState }) => lifecycleState === state));

describe('capacity', () => {
  it('that a zone does not have is found in another one, and the failure is an activity', async () => {
    world.cloud.setCapacity({ zone: 'us-east-1a', left: 0 });
    group.members.delete(members().find(({ zone }) => zone === 'us-east-1a')!.instanceId);
    world.cloud.groups.wake(group);

    await serving(3);

    const failed = group.activities.find(({ status }) => status === 'Failed');
    expect(failed?.statusMessage).toBe(
      'We currently do not have sufficient m6i.large capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity. You can currently get m6i.large capacity by not specifying an Availability Zone in your request or choosing us-east-1b, us-east-1c. Launching EC2 instance failed.',
    );
    expect(failed?.description).toBe(
      `Launching a new EC2 instance.  Status Reason: ${failed?.statusMessage}`,
    );
    expect(members().some(({ zone }) => zone === 'us-east-1a')).toBe(false);
  });

  it('that no zone has is tried again until it is there', async () => {
    world.cloud.setCapacity({ left: 0 });
    await setDesired(4);
    await world.until(
      'two tries',
      () => group.activities.filter(({ status }) => status === 'Failed').length >= 6,
    );

    world.cloud.setCapacity({ left: Number.POSITIVE_INFINITY });
    await serving(4);

    expect(group.activities[0]?.status).toBe('Successful');
  });

  it('of addresses runs out as well', async () => {
    for (const subnet of world.cloud.subnets.all()) subnet.heldByOthers = 5000;
    await setDesired(4);
    await world.until('it failed', () => group.activities.some(({ status }) => status === 'Failed'));

    expect(group.activities[0]?.statusMessage).toMatch(
      /^There are not enough free addresses in subnet 'subnet-\w+' to satisfy the requested number of instances\. Launching/,
    );
  });

  it('is not looked for elsewhere when the image is gone', async () => {
    world.cloud.images.facts(world.oldImage)!.state = 'deregistered';
    await setDesired(4);
    await world.until('it failed', () => group.activities.some(({ status }) => status === 'Failed'));

    expect(group.activities.filter(({ status }) => status === 'Failed')).toHaveLength(1);
    expect(group.activities[0]?.statusMessage).toBe(
      `The image id '[${world.oldImage}]' does not exist. Launching EC2 instance failed.`,
    );
  });
});

describe('the balance of zones', () => {
  /** Two of three in one zone, as after a zone had no capacity. */
  function tilt(): void {
    const [first, second] = members();
    group.members.delete(first!.instanceId);
    group.members.delete(second!.instanceId);
    group.desired = 1;
    world.cloud.setCapacity({ zone: 'us-east-1a', left: 0 });
    world.cloud.setCapacity({ zone: 'us-east-1b', left: 0 });
  }

  it('is restored by one more in the empty zone and, when that serves, one less in the full one', async () => {
    tilt();
    await setDesired(3);
    await serving(3);
    expect(members().every(({ zone }) => zone === 'us-east-1c')).toBe(true);

    world.cloud.capacity.clear();
    let most = 0;
    await world.until('balance', () => {
      most = Math.max(most, members().length);
      return members().length === 3 && new Set(members().map(({ zone }) => zone)).size === 3;
    });

    expect(most).toBe(4);
    expect(group.activities.some(({ cause }) => cause.includes('to aid in balancing'))).toBe(true);
  });

  it('stays broken while AZRebalance is suspended', async () => {
    tilt();
    await suspend('AZRebalance');
    await setDesired(3);
    await serving(3);
    world.cloud.capacity.clear();

    await world.clock.sleep(200_000);

    expect(members().every(({ zone }) => zone === 'us-east-1c')).toBe(true);
  });
});

describe('health', () => {
  it('of an instance that somebody else terminated is missed, and it is replaced', async () => {
    const victim = members()[0]!;
    world.cloud.terminateInstance({ instanceId: victim.instanceId });

    await world.until('replaced', () => !group.members.has(victim.instanceId) && members().length === 3);
    await serving(3);

    const terminated = group.activities.find(
      ({ description }) => description === `Terminating EC2 instance: ${victim.instanceId}`,
    );
    expect(terminated?.cause).toContain(
      'in response to an EC2 health check indicating it has been terminated or stopped.',
    );
    expect(group.desired).toBe(3);
  });

  it('that fails its status checks leads to a replacement, after the grace period', async () => {
    const victim = members()[0]!;
    world.cloud.setInstanceHealth({ instanceId: victim.instanceId, healthy: false });

    await world.until('replaced', () => !group.members.has(victim.instanceId));
    expect(
      group.activities.some(({ cause }) => cause.includes('an EC2 instance status checks failure')),
    ).toBe(true);
  });

  it('is only noted while ReplaceUnhealthy is suspended', async () => {
    await suspend('ReplaceUnhealthy');
    const victim = members()[0]!;
    world.cloud.setInstanceHealth({ instanceId: victim.instanceId, healthy: false });

    await world.until('noted', () => victim.healthStatus === 'Unhealthy');
    await world.clock.sleep(90_000);

    expect(victim.lifecycleState).toBe('InService');
  });
});

describe('lifecycle hooks', () => {
  const complete = (InstanceId: string, LifecycleActionResult: string) =>
    clients.autoScaling.send(
      new CompleteLifecycleActionCommand({
        ...name,
        LifecycleHookName: 'hook',
        InstanceId,
        LifecycleActionResult,
      }),
    );

  it('hold an instance that goes until somebody completes them', async () => {
    await clients.autoScaling.send(
      new PutLifecycleHookCommand({
        ...name,
        LifecycleHookName: 'hook',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 7200,
      }),
    );
    const victim = members()[0]!;
    await terminate(victim.instanceId);
    await inState('Terminating:Wait');
    await world.clock.sleep(60_000);
    const state = world.cloud.instances.get(victim.instanceId)?.state;

    await complete(victim.instanceId, 'CONTINUE');
    await world.until('gone', () => !group.members.has(victim.instanceId));

    expect(state).toBe('running');
    expect((await refusal(complete(victim.instanceId, 'CONTINUE'))).message).toBe(
      `No active Lifecycle Action found with instance ID ${victim.instanceId}`,
    );
  });

  it('end by themselves after their heartbeat, which can be renewed', async () => {
    world.cloud.addLifecycleHook({
      group: 'workers',
      name: 'hook',
      transition: 'terminating',
      heartbeatSeconds: 200,
      defaultResult: 'CONTINUE',
    });
    const victim = members()[0]!;
    await terminate(victim.instanceId);
    await inState('Terminating:Wait');
    await world.clock.sleep(150_000);
    await world.slowly(() =>
      clients.autoScaling.send(
        new RecordLifecycleActionHeartbeatCommand({
          ...name,
          LifecycleHookName: 'hook',
          InstanceId: victim.instanceId,
        }),
      ),
    );
    await world.clock.sleep(100_000);
    const renewed = victim.lifecycleState;

    await world.until('gone', () => !group.members.has(victim.instanceId));

    expect(renewed).toBe('Terminating:Wait');
  });

  it('of a launch end the instance when they are abandoned, and another one comes', async () => {
    world.cloud.addLifecycleHook({
      group: 'workers',
      name: 'hook',
      transition: 'launching',
      heartbeatSeconds: 7200,
    });
    await setDesired(4);
    await inState('Pending:Wait');
    const first = members().find(({ lifecycleState }) => lifecycleState === 'Pending:Wait')!;

    await complete(first.instanceId, 'ABANDON');
    await world.until('another one waits', () =>
      members().some(
        ({ lifecycleState, instanceId }) =>
          lifecycleState === 'Pending:Wait' && instanceId !== first.instanceId,
      ),
    );
    await complete(
      members().find(({ lifecycleState }) => lifecycleState === 'Pending:Wait')!.instanceId,
      'CONTINUE',
    );
    await serving(4);

    expect(group.members.has(first.instanceId)).toBe(false);
  });

  it('are described with the longest that they can last', async () => {
    world.cloud.addLifecycleHook({
      group: 'workers',
      name: 'hook',
      transition: 'terminating',
      heartbeatSeconds: 300,
    });

    const { LifecycleHooks } = await clients.autoScaling.send(new DescribeLifecycleHooksCommand(name));

    expect(LifecycleHooks).toEqual([
      {
        LifecycleHookName: 'hook',
        AutoScalingGroupName: 'workers',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 300,
        GlobalTimeout: 30_000,
        DefaultResult: 'ABANDON',
      },
    ]);
  });
});

describe('a warm pool', () => {
  it('gives its stopped instances first, of the template that they were made from', async () => {
    world.cloud.addWarmPool({ group: 'workers', minSize: 2, maxPrepared: 5 });
    const before = await clients.autoScaling.send(new DescribeWarmPoolCommand(name));
    world.cloud.addLaunchTemplateVersion({
      template: 'workers',
      data: { ImageId: world.newImage },
      makeDefault: true,
    });

    await setDesired(4);
    await serving(4);

    expect(before.WarmPoolConfiguration).toMatchObject({
      MinSize: 2,
      MaxGroupPreparedCapacity: 5,
      PoolState: 'Stopped',
    });
    expect(before.Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual([
      'Warmed:Stopped',
      'Warmed:Stopped',
    ]);
    expect(before.Instances?.map(({ InstanceId }) => InstanceId)).toContain(members().at(-1)!.instanceId);
    expect(members().at(-1)!.imageId).toBe(world.oldImage);
  });
});

describe('an instance refresh', () => {
  it('replaces the instances one after another with the wanted version', async () => {
    world.cloud.addLaunchTemplateVersion({ template: 'workers', data: { ImageId: world.newImage } });
    const start = new StartInstanceRefreshCommand({
      ...name,
      Preferences: { SkipMatching: true },
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'workers', Version: '2' } },
    });

    const [{ InstanceRefreshId }, again] = await world.slowly(
      async () =>
        [await clients.autoScaling.send(start), await refusal(clients.autoScaling.send(start))] as const,
    );
    await world.until('done', () => group.refreshes[0]?.status === 'Successful');
    const { InstanceRefreshes } = await clients.autoScaling.send(new DescribeInstanceRefreshesCommand(name));

    expect(again.code).toBe('InstanceRefreshInProgressFault');
    expect(InstanceRefreshes?.[0]).toMatchObject({
      InstanceRefreshId,
      Status: 'Successful',
      PercentageComplete: 100,
      InstancesToUpdate: 0,
    });
    expect(members().map(({ imageId }) => imageId)).toEqual([world.newImage, world.newImage, world.newImage]);
  });

  it('can be cancelled while it runs, and not when none does', async () => {
    await world.slowly(async () => {
      await clients.autoScaling.send(new StartInstanceRefreshCommand(name));
      await clients.autoScaling.send(new CancelInstanceRefreshCommand(name));
    });
    await world.until('cancelled', () => group.refreshes[0]?.status === 'Cancelled');

    expect((await refusal(clients.autoScaling.send(new CancelInstanceRefreshCommand(name)))).code).toBe(
      'ActiveInstanceRefreshNotFoundFault',
    );
  });
});

describe('other hands on a group', () => {
  it('are scheduled actions, which run at their time', async () => {
    world.cloud.addScheduledAction({
      group: 'workers',
      name: 'morning',
      startAt: world.clock.now() + 30_000,
      desired: 5,
    });

    const { ScheduledUpdateGroupActions } = await clients.autoScaling.send(
      new DescribeScheduledActionsCommand(name),
    );
    await serving(5);

    expect(ScheduledUpdateGroupActions?.[0]).toMatchObject({
      ScheduledActionName: 'morning',
      DesiredCapacity: 5,
    });
  });

  it('are scaling policies, which are described', async () => {
    world.cloud.addScalingPolicy({ group: 'workers' });

    const { ScalingPolicies } = await clients.autoScaling.send(new DescribePoliciesCommand(name));

    expect(ScalingPolicies?.[0]).toMatchObject({
      PolicyType: 'TargetTrackingScaling',
      Enabled: true,
      TargetTrackingConfiguration: { TargetValue: 50 },
    });
  });
});
