import {
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
let clients: AwsClients;
beforeEach(async () => {
  world = await startAwsWorld();
  clients = world.clients();
});
afterEach(async () => {
  await world.close();
});

const grow = (target = clients) =>
  target.autoScaling.send(
    new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
  );
const group = () => world.cloud.groups.get('workers')!;

describe('a throttling storm', () => {
  it('has the shape of each service, and every SDK sees it as throttling', async () => {
    world.faults.add({ target: 'aws', match: {}, answer: { body: { error: 'Throttling' } } });

    const errors = await Promise.all([
      refusal(clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}))),
      refusal(clients.ec2.send(new DescribeInstancesCommand({}))),
      refusal(clients.eks.send(new DescribeClusterCommand({ name: 'prod' }))),
      refusal(clients.ssm.send(new GetParameterCommand({ Name: '/a' }))),
    ]);

    expect(errors.map(({ code, status }) => `${code} ${status}`)).toEqual([
      'Throttling 400',
      'RequestLimitExceeded 503',
      'ThrottlingException 400',
      'ThrottlingException 400',
    ]);
  });

  it('is outlived by a client that retries', async () => {
    world.faults.add({
      target: 'aws',
      match: { path: '^DescribeAutoScalingGroups$' },
      answer: { body: { error: 'Throttling' } },
      times: 2,
    });
    const patient = world.clients(ADMIN, { maxAttempts: 3, retryMode: 'standard' });

    const { $metadata } = await patient.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));

    expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 3 });
  });

  it('may strike one principal alone', async () => {
    const bot = world.principal('bot', ...ADMIN.policies);
    world.faults.add({ target: 'aws', match: {}, answer: { body: { error: 'Throttling' } }, actor: bot.arn });

    expect((await refusal(world.clients(bot).ec2.send(new DescribeInstancesCommand({})))).code).toBe(
      'RequestLimitExceeded',
    );
    expect((await clients.ec2.send(new DescribeInstancesCommand({}))).Reservations).toHaveLength(3);
  });
});

describe('a lost or false answer', () => {
  it('of a call that was carried out all the same shows in the world, not in the answer', async () => {
    const [id] = group().members.keys();
    world.faults.add({
      target: 'aws',
      match: { path: 'TerminateInstance' },
      answer: { status: 500, body: { error: 'InternalFailure', applied: true } },
      times: 1,
    });

    const lie = await refusal(
      clients.autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: id,
          ShouldDecrementDesiredCapacity: false,
        }),
      ),
    );

    expect(lie).toMatchObject({ code: 'InternalFailure', status: 500 });
    expect(group().members.get(id!)?.lifecycleState).toBe('Terminating');
    expect(world.effects.all()).toMatchObject([
      {
        verb: 'autoscaling:TerminateInstanceInAutoScalingGroup',
        object: `Instance/${id}`,
        uid: id,
        status: 200,
      },
    ]);
  });

  it('is a cut connection after the deed, or before it', async () => {
    world.faults.add({ target: 'aws', match: { path: 'SetDesired' }, answer: { drop: 'request' }, times: 1 });
    await refusal(grow());
    const before = group().desired;
    world.faults.add({ target: 'aws', match: { path: 'SetDesired' }, answer: { drop: 'answer' }, times: 1 });
    await refusal(grow());

    expect([before, group().desired]).toEqual([3, 4]);
    expect(world.effects.all().map(({ status }) => status)).toEqual([0, 200]);
  });

  it('may be anything, in any shape and as late as wished', async () => {
    world.faults.add({
      target: 'aws',
      match: { method: 'POST' },
      answer: {
        status: 502,
        body: '<html>Bad Gateway</html>',
        headers: { 'content-type': 'text/html' },
        delayMs: 50,
      },
      times: 1,
    });
    const began = performance.now();

    const html = await refusal(grow());

    expect(html.status).toBe(502);
    expect(performance.now() - began).toBeGreaterThanOrEqual(45);
    expect(group().desired).toBe(3);
  });

  it('may only come late, and is true then', async () => {
    world.faults.add({ target: 'aws', match: {}, answer: { delayMs: 30 }, times: 1 });

    await grow();

    expect(group().desired).toBe(4);
  });
});

describe('effects', () => {
  it('are the mutating calls, refused ones too, in their order, and no reads', async () => {
    await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    await grow();
    await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 99 }),
      ),
    );
    await refusal(
      clients.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers' } as never)),
    );
    await refusal(grow(world.clients({ ...ADMIN, secretAccessKey: 'wrong' })));

    const verb = 'autoscaling:SetDesiredCapacity';
    const object = 'AutoScalingGroup/workers';
    expect(world.effects.all()).toMatchObject([
      { seq: 1, actor: ADMIN.arn, verb, object, uid: group().arn, status: 200 },
      { seq: 2, actor: ADMIN.arn, verb, object, status: 400 },
      { seq: 3, actor: ADMIN.arn, verb, object, status: 400 },
      { seq: 4, actor: `unauthenticated:${ADMIN.accessKeyId}`, verb, object, status: 403 },
    ]);
  });

  it('are told after the deed and before the answer', async () => {
    const seen: number[] = [];
    world.effects.subscribe(() => seen.push(group().desired));

    await grow();

    expect(seen).toEqual([4]);
  });
});
