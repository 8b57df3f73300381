import {
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  paginateDescribeInstances,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilInstanceTerminated,
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

describe('instances', () => {
  it('are described with what a node needs to be known by', async () => {
    const member = members()[0]!;

    const { Reservations } = await clients.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [member.instanceId] }),
    );

    const instance = Reservations?.[0]?.Instances?.[0];
    expect(instance).toMatchObject({
      InstanceId: member.instanceId,
      ImageId: world.oldImage,
      InstanceType: 'm6i.large',
      State: { Code: 16, Name: 'running' },
      PrivateDnsName: 'ip-10-0-0-4.ec2.internal',
      PrivateIpAddress: '10.0.0.4',
      Architecture: 'x86_64',
      Placement: { AvailabilityZone: 'us-east-1a' },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    });
    expect(instance?.Tags).toContainEqual({ Key: 'aws:autoscaling:groupName', Value: 'workers' });
    expect(instance?.Tags).toContainEqual({ Key: 'aws:ec2launchtemplate:version', Value: '1' });
  });

  it('are found by filters, with wildcards, and by none that EC2 does not have', async () => {
    const count = async (Name: string, ...Values: string[]): Promise<number> => {
      const { Reservations } = await clients.ec2.send(
        new DescribeInstancesCommand({ Filters: [{ Name, Values }] }),
      );
      return (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []).length;
    };

    expect(await count('tag:kubernetes.io/cluster/prod', 'owned')).toBe(3);
    expect(await count('tag:Name', 'work*')).toBe(3);
    expect(await count('tag-key', 'nothing')).toBe(0);
    expect(await count('availability-zone', 'us-east-1a', 'us-east-1b')).toBe(2);
    expect(await count('private-dns-name', 'ip-10-0-0-4.ec2.internal')).toBe(1);
    expect(await count('instance-state-name', 'terminated')).toBe(0);
    expect((await refusal(count('instance-colour', 'red'))).message).toBe(
      "The filter 'instance-colour' is invalid",
    );
  });

  it('come in pages, but not when they are named', async () => {
    for (let index = 0; index < 5; index++) await grow();
    const ids: string[] = [];
    for await (const found of paginateDescribeInstances({ client: clients.ec2, pageSize: 5 }, {})) {
      ids.push(
        ...(found.Reservations ?? []).flatMap(({ Instances }) =>
          (Instances ?? []).map(({ InstanceId }) => InstanceId ?? ''),
        ),
      );
    }

    const both = await refusal(
      clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [ids[0]!], MaxResults: 5 })),
    );

    expect(ids.toSorted()).toEqual(
      members()
        .map(({ instanceId }) => instanceId)
        .toSorted(),
    );
    expect(both.code).toBe('InvalidParameterCombination');
  });

  it('that are not there are an error, one or several, and so are malformed ids', async () => {
    const describe_ = (...InstanceIds: string[]) =>
      refusal(clients.ec2.send(new DescribeInstancesCommand({ InstanceIds })));

    expect(await describe_('i-0123456789abcdef0')).toEqual({
      code: 'InvalidInstanceID.NotFound',
      status: 400,
      message: "The instance ID 'i-0123456789abcdef0' does not exist",
    });
    expect((await describe_('i-0123456789abcdef0', 'i-0123456789abcdef1')).message).toBe(
      "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist",
    );
    expect((await describe_('worker-1')).code).toBe('InvalidInstanceID.Malformed');
  });

  it('that are new are missing from every answer for a while, where the world is eventually consistent', async () => {
    world.cloud.configure({ describeLagMs: 600_000 });
    const fresh = await grow();

    const early = await world.slowly(() =>
      refusal(clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [fresh.instanceId] }))),
    );
    await world.clock.sleep(600_000);
    const late = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [fresh.instanceId] }));

    expect(early.code).toBe('InvalidInstanceID.NotFound');
    expect(late.Reservations).toHaveLength(1);
  });

  it('satisfy the waiters of the SDK as they come and go', async () => {
    world.cloud.configure({ terminatedLingersMs: 100_000_000 });
    const fresh = await grow();
    const waiter = { client: clients.ec2, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };

    const running = await waitUntilInstanceRunning(waiter, { InstanceIds: [fresh.instanceId] });
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [fresh.instanceId] }));
    const terminated = await waitUntilInstanceTerminated(waiter, { InstanceIds: [fresh.instanceId] });
    const { Reservations } = await clients.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [fresh.instanceId] }),
    );

    expect([running.state, terminated.state]).toEqual(['SUCCESS', 'SUCCESS']);
    expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({
      PrivateDnsName: '',
      StateReason: { Code: 'Client.UserInitiatedShutdown' },
    });
    expect(Reservations?.[0]?.Instances?.[0]?.PrivateIpAddress).toBeUndefined();
  });

  it('report their state and their health', async () => {
    const ill = members()[0]!.instanceId;
    world.cloud.setInstanceHealth({ instanceId: ill, healthy: false });

    const { InstanceStatuses } = await clients.ec2.send(new DescribeInstanceStatusCommand({}));

    const status = (id: string) =>
      InstanceStatuses?.find(({ InstanceId }) => InstanceId === id)?.InstanceStatus?.Status;
    expect(status(ill)).toBe('impaired');
    expect(status(members()[1]!.instanceId)).toBe('ok');
  });

  it('take the name of a terminated one: names are no identity', async () => {
    const old = members()[0]!;
    const oldName = world.cloud.instances.get(old.instanceId)?.privateDnsName;
    await clients.autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: old.instanceId,
        ShouldDecrementDesiredCapacity: false,
      }),
    );
    await world.until('gone', () => !group.members.has(old.instanceId));
    await world.clock.sleep(60_000);
    for (const zone of ['us-east-1b', 'us-east-1c']) world.cloud.setCapacity({ zone, left: 0 });

    const later = await grow();

    expect(world.cloud.instances.get(later.instanceId)).toMatchObject({
      zone: old.zone,
      privateDnsName: oldName,
    });
    expect(later.instanceId).not.toBe(old.instanceId);
  });
});

describe('the machine feed', () => {
  it('tells when a machine runs, stops and is gone, with what its user data says', async () => {
    const fresh = await grow();
    await world.until('running', () =>
      world.events.some(({ machine, type }) => machine.instanceId === fresh.instanceId && type === 'running'),
    );
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [fresh.instanceId] }));
    await world.until('gone', () =>
      world.events.some(({ machine, type }) => machine.instanceId === fresh.instanceId && type === 'gone'),
    );

    const mine = world.events.filter(({ machine }) => machine.instanceId === fresh.instanceId);
    expect(mine.map(({ type }) => type)).toEqual(['running', 'stopping', 'gone']);
    expect(mine[0]?.machine).toMatchObject({
      imageId: world.oldImage,
      nodeLabels: { pool: 'workers' },
      nodeTaints: [],
      instanceType: 'm6i.large',
      region: 'us-east-1',
    });
    expect(world.cloud.machines().some(({ instanceId }) => instanceId === fresh.instanceId)).toBe(false);
  });

  it('begins with the machines that ran before the world did', () => {
    expect(world.cloud.machines()).toHaveLength(3);
    expect(world.cloud.machines()[0]?.launchedAt).toBeLessThan(START - 86_400_000);
  });

  it('powers a machine on some seconds after its launch, those that ran before the world did as well', async () => {
    await grow();
    await world.until('running', () => world.cloud.machines().length === 4);
    const pending = world.cloud.machines().map(({ launchedAt, runningSince }) => runningSince - launchedAt);
    expect(pending).toHaveLength(4);
    for (const each of pending) expect(each).toBe(world.cloud.settings().pendingMs);
  });

  it('reads labels and taints from user data of either style', async () => {
    const script =
      '#!/bin/bash\n/etc/eks/bootstrap.sh prod --kubelet-extra-args "--node-labels=a=1,b=2 --register-with-taints=dedicated=db:NoSchedule,spot:PreferNoSchedule"\n';
    world.cloud.addLaunchTemplateVersion({
      template: 'workers',
      data: { UserData: Buffer.from(script).toString('base64') },
      makeDefault: true,
    });

    const fresh = await grow();

    expect(world.cloud.instances.get(fresh.instanceId)).toMatchObject({
      nodeLabels: { a: '1', b: '2' },
      nodeTaints: [
        { key: 'dedicated', value: 'db', effect: 'NoSchedule' },
        { key: 'spot', effect: 'PreferNoSchedule' },
      ],
    });
  });
});

describe('tags', () => {
  it('are put on instances and taken off, but for those of AWS', async () => {
    const id = members()[0]!.instanceId;
    await clients.ec2.send(
      new CreateTagsCommand({
        Resources: [id, world.templateId],
        Tags: [{ Key: 'drover.dev/rollout', Value: 'R-1' }],
      }),
    );
    const tagged = world.cloud.instances.get(id)?.tags.get('drover.dev/rollout');
    await clients.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'drover.dev/rollout' }] }));
    const reserved = await refusal(
      clients.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'aws:mine', Value: '' }] })),
    );
    const nowhere = await refusal(
      clients.ec2.send(
        new CreateTagsCommand({ Resources: ['i-0123456789abcdef0'], Tags: [{ Key: 'a', Value: '' }] }),
      ),
    );

    expect(tagged).toBe('R-1');
    expect(world.cloud.instances.get(id)?.tags.has('drover.dev/rollout')).toBe(false);
    expect(world.cloud.templates.find('workers')?.tags.get('drover.dev/rollout')).toBe('R-1');
    expect([reserved.code, nowhere.code]).toEqual(['InvalidParameterValue', 'InvalidInstanceID.NotFound']);
  });
});

describe('a dry run', () => {
  it('says that the request would have succeeded, and does nothing', async () => {
    const run = await refusal(
      clients.ec2.send(
        new RunInstancesCommand({
          DryRun: true,
          MinCount: 1,
          MaxCount: 1,
          LaunchTemplate: { LaunchTemplateName: 'workers', Version: '1' },
        }),
      ),
    );
    const stop = await refusal(
      clients.ec2.send(
        new TerminateInstancesCommand({ DryRun: true, InstanceIds: [members()[0]!.instanceId] }),
      ),
    );
    const wet = await refusal(
      clients.ec2.send(
        new RunInstancesCommand({
          MinCount: 1,
          MaxCount: 1,
          LaunchTemplate: { LaunchTemplateName: 'workers' },
        }),
      ),
    );

    expect(run).toEqual({
      code: 'DryRunOperation',
      status: 412,
      message: 'Request would have succeeded, but DryRun flag is set.',
    });
    expect(stop.code).toBe('DryRunOperation');
    expect(wet.code).toBe('UnsupportedOperation');
    expect(world.cloud.instances.all().every(({ state }) => state === 'running')).toBe(true);
  });
});
