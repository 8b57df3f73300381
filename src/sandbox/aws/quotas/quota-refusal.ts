import { MACHINE_SIZES } from '../../machines.ts';
import type { Instance, LaunchRequest, LaunchResult } from '../cloud/instance.ts';
import type { QuotaBook } from './quota-book.ts';

/** All machines of the sandbox are Standard ones, on demand. */
const ON_DEMAND = 'L-1216C47A';

/** EC2's refusal of a launch beyond the account's vCPUs. A stopped instance takes none. */
export function quotaRefusal(
  { data, instanceType = data.InstanceType, stopped }: LaunchRequest,
  present: Iterable<Instance>,
  quotas: QuotaBook,
): LaunchResult | undefined {
  const limit = quotas.get(ON_DEMAND)?.value;
  if (stopped === true || limit === undefined) return undefined;
  let used = vcpusOf(instanceType);
  for (const instance of present)
    if (instance.state === 'pending' || instance.state === 'running') used += vcpusOf(instance.instanceType);
  if (used <= limit) return undefined;
  return {
    kind: 'refused',
    code: 'VcpuLimitExceeded',
    message: `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  };
}

function vcpusOf(instanceType: string | undefined): number {
  return (instanceType === undefined ? undefined : MACHINE_SIZES[instanceType])?.cpuCores ?? 0;
}
