import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroup, TargetHealth } from '../../../core/fleet/target-group.ts';
import { PortError } from '../../../ports/port-error.ts';
import type { AwsAccount } from '../aws-account.ts';

const HEALTH = 'elasticloadbalancing:DescribeTargetHealth';
const ATTRIBUTES = 'elasticloadbalancing:DescribeTargetGroupAttributes';

const DELAY_KEY = 'deregistration_delay.timeout_seconds';

/** AWS's own default, seconds. */
const DELAY_DEFAULT = 300;

/** A target group with the health of its targets; undefined if there is none of that ARN any more. */
export async function describeTargetGroup(
  account: AwsAccount,
  arn: string,
): Promise<TargetGroup | undefined> {
  try {
    const [targets, deregistrationSeconds] = await Promise.all([
      readTargets(account, arn),
      readDelay(account, arn),
    ]);
    return { arn, deregistrationSeconds, targets };
  } catch (error) {
    if (error instanceof PortError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

async function readTargets(account: AwsAccount, TargetGroupArn: string): Promise<readonly TargetHealth[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  const answer = await account.call(HEALTH, async (options) => account.elb.send(command, options));
  return (answer.TargetHealthDescriptions ?? []).map(toTargetHealth);
}

function toTargetHealth({ Target, TargetHealth: health }: TargetHealthDescription): TargetHealth {
  return {
    id: Target?.Id ?? '',
    state: health?.State ?? 'unavailable',
    ...(health?.Reason === undefined ? {} : { reason: health.Reason }),
  };
}

async function readDelay(account: AwsAccount, TargetGroupArn: string): Promise<number> {
  const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
  const answer = await account.call(ATTRIBUTES, async (options) => account.elb.send(command, options));
  const value = Number(answer.Attributes?.find(({ Key }) => Key === DELAY_KEY)?.Value ?? Number.NaN);
  return Number.isFinite(value) ? value : DELAY_DEFAULT;
}
