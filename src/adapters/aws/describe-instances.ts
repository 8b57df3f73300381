import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { Instance } from '@aws-sdk/client-ec2';
import type { InstanceState } from '../../core/fleet/node-group.ts';
import { allPages } from './all-pages.ts';
import type { AwsAccount } from './aws-account.ts';

const OPERATION = 'ec2:DescribeInstances';

/** Values that one filter takes. */
const IDS_MAX = 200;

/** What instances really run. One that is not known any more is left out: by filter, since asking for it by id is an error. */
export async function describeInstances(
  account: AwsAccount,
  instanceIds: readonly string[],
): Promise<readonly InstanceState[]> {
  const found: InstanceState[] = [];
  for (let start = 0; start < instanceIds.length; start += IDS_MAX)
    found.push(...(await describeSome(account, instanceIds.slice(start, start + IDS_MAX))));
  return found;
}

async function describeSome(account: AwsAccount, ids: readonly string[]): Promise<readonly InstanceState[]> {
  const instances = await allPages(OPERATION, async (token) => {
    const command = new DescribeInstancesCommand({
      Filters: [{ Name: 'instance-id', Values: [...ids] }],
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await account.call(OPERATION, async (options) => account.reads.ec2.send(command, options));
    return {
      items: answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? [],
      next: answer.NextToken,
    };
  });
  return instances.map(toInstanceState);
}

function toInstanceState(instance: Instance): InstanceState {
  return {
    instanceId: instance.InstanceId ?? '',
    imageId: instance.ImageId ?? '',
    instanceType: instance.InstanceType ?? '',
    zone: instance.Placement?.AvailabilityZone ?? '',
    state: instance.State?.Name ?? '',
    privateDnsName: instance.PrivateDnsName ?? '',
    launchedAt: instance.LaunchTime?.getTime() ?? 0,
  };
}
