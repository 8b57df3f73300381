import { Sha256 } from '@aws-crypto/sha256-js';
import {
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TargetGroup } from '../../../src/sandbox/aws/elb/target-group-book.ts';
import { ADMIN, type AwsWorld, startAwsWorld } from './aws-world.ts';

let world: AwsWorld;
let targets: TargetGroup;
beforeEach(async () => {
  world = await startAwsWorld();
  const balancer = world.cloud.addLoadBalancer({ name: 'shop' });
  targets = world.cloud.addTargetGroup({
    name: 'shop',
    targetType: 'instance',
    loadBalancerArns: [balancer.arn],
    deregistrationDelaySeconds: 100,
  });
});
afterEach(async () => {
  await world.close();
});

/** Asks Elastic Load Balancing, signed by hand: its client is not among the project's packages. */
async function ask(
  action: string,
  parameters: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const { accessKeyId, secretAccessKey } = ADMIN;
  const signer = new SignatureV4({
    service: 'elasticloadbalancing',
    region: 'us-east-1',
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { host, hostname } = new URL(world.server.endpoint);
  const body = new URLSearchParams({ Action: action, Version: '2015-12-01', ...parameters }).toString();
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/',
    body,
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
  };
  const { headers } = await signer.sign(request);
  const answer = await fetch(world.server.endpoint, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text() };
}

const stateOf = (id: string): string | undefined => targets.targets.get(id)?.state;

describe('target health', () => {
  it('is described with the reason where it is not healthy', async () => {
    world.cloud.addTarget({ targetGroupArn: targets.arn, id: 'i-1', zone: 'us-east-1a' });
    world.cloud.addTarget({ targetGroupArn: targets.arn, id: 'i-2', state: 'unhealthy' });

    const { text } = await ask('DescribeTargetHealth', { TargetGroupArn: targets.arn });

    expect(text).toContain(
      '<Target><Id>i-1</Id><Port>80</Port><AvailabilityZone>us-east-1a</AvailabilityZone></Target><HealthCheckPort>80</HealthCheckPort><TargetHealth><State>healthy</State></TargetHealth>',
    );
    expect(text).toContain('<State>unhealthy</State><Reason>Target.FailedHealthChecks</Reason>');
  });

  it('of a target that is not registered is "unused"', async () => {
    const { text } = await ask('DescribeTargetHealth', {
      TargetGroupArn: targets.arn,
      'Targets.member.1.Id': 'i-9',
    });

    expect(text).toContain('<State>unused</State><Reason>Target.NotRegistered</Reason>');
  });

  it('of a group that is not there is an error', async () => {
    const { status, text } = await ask('DescribeTargetHealth', { TargetGroupArn: 'arn:nowhere' });

    expect(status).toBe(400);
    expect(text).toContain('<Type>Sender</Type><Code>TargetGroupNotFound</Code>');
  });
});

describe('a removed target', () => {
  it('drains for as long as its group says, and is gone then', async () => {
    world.cloud.addTarget({ targetGroupArn: targets.arn, id: '10.0.0.9' });

    world.cloud.removeTarget({ targetGroupArn: targets.arn, id: '10.0.0.9' });
    const during = stateOf('10.0.0.9');
    await world.until('gone', () => stateOf('10.0.0.9') === undefined);

    expect(during).toBe('draining');
  });
});

describe('an Auto Scaling group with a target group', () => {
  it('registers what serves, and lets it drain before it ends it', async () => {
    world.cloud.addAutoScalingGroup({
      name: 'web',
      launchTemplate: 'workers',
      desired: 1,
      min: 0,
      max: 3,
      targetGroupArns: [targets.arn],
    });
    const group = world.cloud.groups.get('web')!;
    const { autoScaling } = world.clients();
    await autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity: 2 }),
    );
    await world.until(
      'two are healthy',
      () => [...targets.targets.values()].filter(({ state }) => state === 'healthy').length === 2,
    );
    const victim = [...group.members.values()][1]!;

    const { Activity } = await world.slowly(() =>
      autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: victim.instanceId,
          ShouldDecrementDesiredCapacity: true,
        }),
      ),
    );
    const during = {
      target: stateOf(victim.instanceId),
      instance: world.cloud.instances.get(victim.instanceId)?.state,
    };
    await world.until('it is gone', () => !group.members.has(victim.instanceId));

    expect(Activity?.StatusCode).toBe('WaitingForELBConnectionDraining');
    expect(during).toEqual({ target: 'draining', instance: 'running' });
    expect(stateOf(victim.instanceId)).toBeUndefined();
  });
});
