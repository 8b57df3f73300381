import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { Authorization, ConditionKeys } from '../iam/authorization.ts';
import type { AutoScalingGroup } from '../scaling/group.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { CallContext } from '../wire/operation.ts';
import { page, type PageRequest } from '../wire/page.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function findGroup(cloud: CloudState, name: string): AutoScalingGroup {
  const group = cloud.groups.get(name);
  if (!group) throw validationError(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
  return group;
}

/** An action on one group. A group that does not exist has an ARN with a `*` and no tags. */
export function onGroup(
  action: string,
  name: string,
  context: CallContext,
  keys: ConditionKeys = {},
): Authorization {
  const group = context.cloud.groups.get(name);
  const arn =
    group?.arn ?? arnOf(context.cloud, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`);
  const tags = Object.fromEntries([...(group?.tags ?? [])].map(([key, tag]) => [key, tag.value]));
  return { action: `autoscaling:${action}`, resources: [{ arn, tags }], keys };
}

/** One page in the way of Auto Scaling. */
export function groupPage<T>(
  items: readonly T[],
  request: PageRequest<T>,
): { items: readonly T[]; NextToken: string | undefined } {
  const found = page(items, request);
  if (!found) throw new AwsError('InvalidNextToken', `Invalid token '${request.token}'`);
  return { items: found.items, NextToken: found.next };
}
