import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { startAwsWorld } from './aws-world.ts';

/** The ids of an account's first instances and of those that it gets later, after some reads. */
async function idsOf(seed: number, reads: number): Promise<readonly string[]> {
  const world = await startAwsWorld({ seed });
  try {
    const { ec2 } = world.clients();
    for (let index = 0; index < reads; index++) await ec2.send(new DescribeInstancesCommand({}));
    world.cloud.addAutoScalingGroup({ name: 'later', launchTemplate: 'workers', desired: 2 });
    return world.cloud.instances.all().map(({ instanceId, zone }) => `${instanceId} in ${zone}`);
  } finally {
    await world.close();
  }
}

it('the same seed gives the same instances in the same zones, however often somebody asks', async () => {
  const first = await idsOf(7, 0);

  expect(await idsOf(7, 3)).toEqual(first);
  expect(await idsOf(8, 0)).not.toEqual(first);
});
