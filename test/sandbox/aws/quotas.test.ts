import { DescribeScalingActivitiesCommand, SetDesiredCapacityCommand } from '@aws-sdk/client-auto-scaling';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

const STANDARD = 'L-1216C47A';

let world: AwsWorld;
let quotas: ServiceQuotasClient;

beforeEach(async () => {
  world = await startAwsWorld({ speed: 1000 });
  quotas = new ServiceQuotasClient({
    endpoint: world.server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: ADMIN.accessKeyId, secretAccessKey: ADMIN.secretAccessKey },
  });
});

afterEach(async () => {
  quotas.destroy();
  await world.close();
});

describe('quotas', () => {
  it('are plenty until a scenario says otherwise', async () => {
    const ask = new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: STANDARD });
    const before = await quotas.send(ask);
    world.cloud.setQuota({ code: STANDARD, value: 32 });
    const after = await quotas.send(ask);

    expect(before.Quota?.Value).toBeGreaterThanOrEqual(10_000);
    expect(after.Quota).toMatchObject({
      QuotaArn: `arn:aws:servicequotas:us-east-1:111122223333:ec2/${STANDARD}`,
      QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      Value: 32,
    });
  });

  it.each([
    ['ec2', 'L-00000000'],
    ['lambda', STANDARD],
  ])('are not known of %s by the code %s', async (ServiceCode, QuotaCode) => {
    const answer = await refusal(quotas.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode })));

    expect(answer).toMatchObject({ code: 'NoSuchResourceException', status: 400 });
    expect(() => world.cloud.setQuota({ code: 'L-00000000', value: 1 })).toThrow('there is no quota');
  });

  it('refuse a launch beyond them in the words of EC2', async () => {
    const { autoScaling } = world.clients(ADMIN);
    const running = world.cloud.instances.all().length * 2;
    world.cloud.setQuota({ code: STANDARD, value: running + 1 });
    const AutoScalingGroupName = 'workers';
    const desired = world.cloud.groups.get(AutoScalingGroupName)!.desired + 1;
    await autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: desired }));

    await expect
      .poll(
        async () => {
          const ask = new DescribeScalingActivitiesCommand({ AutoScalingGroupName });
          const { Activities = [] } = await autoScaling.send(ask);
          return Activities.find(({ StatusCode }) => StatusCode === 'Failed')?.StatusMessage;
        },
        { timeout: 10_000 },
      )
      .toContain(`your current vCPU limit of ${running + 1} allows`);
    expect(world.cloud.instances.all()).toHaveLength(running / 2);
  });
});
