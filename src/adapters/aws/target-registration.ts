import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupState } from '../../core/fleet/node-group.ts';
import { PortError } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';

const OPERATION = 'elasticloadbalancing:DescribeTargetHealth';

export type Registration = 'none' | 'registered' | 'draining';

/** Whether one of the group's load balancers still has the instance, on whatever port. */
export async function targetRegistration(
  account: AwsAccount,
  { targetGroupArns }: GroupState,
  instanceId: string,
): Promise<Registration> {
  const found = await Promise.all(
    targetGroupArns.map(async (arn) => registrationIn(account, arn, instanceId)),
  );
  const all = found.flat();
  if (all.includes('registered')) return 'registered';
  return all.includes('draining') ? 'draining' : 'none';
}

async function registrationIn(
  account: AwsAccount,
  targetGroupArn: string,
  instanceId: string,
): Promise<readonly Registration[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
  try {
    const answer = await account.call(OPERATION, async (options) => account.elb.send(command, options));
    const targets = answer.TargetHealthDescriptions ?? [];
    return targets.filter(({ Target }) => Target?.Id === instanceId).map(toRegistration);
  } catch (error) {
    // A target group that was deleted sends nobody anywhere.
    if (error instanceof PortError && error.kind === 'not-found') return [];
    throw error;
  }
}

function toRegistration({ TargetHealth: health }: TargetHealthDescription): Registration {
  if (health?.State === 'draining') return 'draining';
  return health?.State === 'unused' && health.Reason === 'Target.NotRegistered' ? 'none' : 'registered';
}
