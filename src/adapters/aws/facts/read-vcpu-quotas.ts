import { DescribeInstancesCommand, DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import type { _InstanceType, Filter, Instance } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { VcpuQuota } from '../../../core/fleet/vcpu-quota.ts';
import { PortError } from '../../../ports/port-error.ts';
import { allPages } from '../all-pages.ts';
import type { AwsAccount } from '../aws-account.ts';
import { requireRawGroup } from '../describe-group.ts';
import { vcpuQuotaCode } from './vcpu-quota-codes.ts';

const INSTANCES = 'ec2:DescribeInstances';
const TYPES = 'ec2:DescribeInstanceTypes';
const QUOTA = 'servicequotas:GetServiceQuota';

/** Instances of one page. */
const PAGE_SIZE = 1_000;

/** Values that one filter takes. */
const IDS_MAX = 200;

/** Types that one call may name. */
const TYPES_MAX = 100;

/** Stopped instances do not count, nor do those that are being ended. */
const RUNNING: Filter = { Name: 'instance-state-name', Values: ['pending', 'running'] };

interface Counted {
  readonly code: string;
  readonly type: _InstanceType;
}

/**
 * The vCPU quotas that a group's running instances count against, with what the whole region uses of them. Capacity
 * reservations that nobody uses and open Spot requests count in AWS too, and are not seen here.
 */
export async function readVcpuQuotas(account: AwsAccount, groupName: string): Promise<readonly VcpuQuota[]> {
  const own = (await membersOf(account, groupName)).flatMap(ownCount);
  const codes = [...new Set(own.map(({ code }) => code))].toSorted();
  if (codes.length === 0) return [];
  // Asked first: without the right nobody needs to list a whole region.
  const limits = await Promise.all(codes.map(async (code) => limitOf(account, code)));
  const all = (await listInstances(account, [RUNNING])).flatMap(count);
  const counted = all.filter(({ code }) => codes.includes(code));
  const sizes = await sizesOf(account, [...own, ...counted]);
  const vcpus = ({ type }: Counted): number => sizes.get(type) ?? unknownSize(type);
  return codes.map((code, index) => ({
    code,
    limit: limits[index] ?? 0,
    used: counted.filter((one) => one.code === code).reduce((sum, one) => sum + vcpus(one), 0),
    perInstance: Math.max(...own.filter((one) => one.code === code).map(vcpus)),
  }));
}

async function membersOf(account: AwsAccount, groupName: string): Promise<readonly Instance[]> {
  const group = await requireRawGroup(account, groupName);
  const ids = (group.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  const members: Instance[] = [];
  for (let start = 0; start < ids.length; start += IDS_MAX) {
    const named = { Name: 'instance-id', Values: ids.slice(start, start + IDS_MAX) };
    members.push(...(await listInstances(account, [named, RUNNING])));
  }
  if (ids.length > 0 && members.length === 0)
    throw new PortError('invalid', INSTANCES, `no instance of ${groupName} runs`);
  return members;
}

async function listInstances(account: AwsAccount, Filters: Filter[]): Promise<readonly Instance[]> {
  return allPages(INSTANCES, async (token) => {
    const command = new DescribeInstancesCommand({
      Filters,
      MaxResults: PAGE_SIZE,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await account.call(INSTANCES, async (options) => account.reads.ec2.send(command, options));
    return {
      items: answer.Reservations?.flatMap((reservation) => reservation.Instances ?? []) ?? [],
      next: answer.NextToken,
    };
  });
}

/** What an instance of the region counts against. One of a kind that is not known is under another quota than ours. */
function count({ InstanceType: type, InstanceLifecycle, Placement }: Instance): readonly Counted[] {
  // Those on dedicated hosts count by host; capacity blocks and scheduled ones are bought beforehand.
  if (type === undefined || Placement?.Tenancy === 'host') return [];
  if (InstanceLifecycle !== undefined && InstanceLifecycle !== 'spot') return [];
  const code = vcpuQuotaCode(type, InstanceLifecycle ?? 'on-demand');
  return code === undefined ? [] : [{ code, type }];
}

function ownCount(instance: Instance): readonly Counted[] {
  const counted = count(instance);
  const { InstanceType = 'no type', Placement } = instance;
  if (counted.length === 0 && Placement?.Tenancy !== 'host')
    throw new PortError('invalid', QUOTA, `it is not known which vCPU quota ${InstanceType} counts against`);
  return counted;
}

async function limitOf(account: AwsAccount, code: string): Promise<number> {
  const command = new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: code });
  const { Quota } = await account.call(QUOTA, async (options) => account.quotas.send(command, options));
  if (Quota?.Value === undefined)
    throw new PortError('invalid', QUOTA, `the answer lacks a value of ${code}`);
  return Quota.Value;
}

/** vCPUs by type. */
async function sizesOf(
  account: AwsAccount,
  counted: readonly Counted[],
): Promise<ReadonlyMap<string, number>> {
  const types = [...new Set(counted.map(({ type }) => type))].toSorted();
  const sizes = new Map<string, number>();
  for (let start = 0; start < types.length; start += TYPES_MAX) {
    const command = new DescribeInstanceTypesCommand({
      InstanceTypes: types.slice(start, start + TYPES_MAX),
    });
    const answer = await account.call(TYPES, async (options) => account.reads.ec2.send(command, options));
    for (const { InstanceType = '', VCpuInfo } of answer.InstanceTypes ?? [])
      if (VCpuInfo?.DefaultVCpus !== undefined) sizes.set(InstanceType, VCpuInfo.DefaultVCpus);
  }
  return sizes;
}

function unknownSize(type: string): never {
  throw new PortError('invalid', TYPES, `the answer lacks the vCPUs of ${type}`);
}
