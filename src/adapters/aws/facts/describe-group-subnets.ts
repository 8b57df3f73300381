import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import type { Subnet } from '../../../core/fleet/launch-facts.ts';
import type { AwsAccount } from '../aws-account.ts';
import { requireRawGroup } from '../describe-group.ts';

const OPERATION = 'ec2:DescribeSubnets';

/** The subnets of an Auto Scaling group, with the addresses that are free in them. */
export async function describeGroupSubnets(
  account: AwsAccount,
  groupName: string,
): Promise<readonly Subnet[]> {
  const group = await requireRawGroup(account, groupName);
  const SubnetIds = (group.VPCZoneIdentifier ?? '').split(',').filter((id) => id !== '');
  if (SubnetIds.length === 0) return [];
  const command = new DescribeSubnetsCommand({ SubnetIds });
  const answer = await account.call(OPERATION, async (options) => account.reads.ec2.send(command, options));
  return (answer.Subnets ?? []).map(({ SubnetId, AvailabilityZone, AvailableIpAddressCount }) => ({
    id: SubnetId ?? '',
    zone: AvailabilityZone ?? '',
    freeAddresses: AvailableIpAddressCount ?? 0,
  }));
}
