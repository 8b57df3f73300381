import type { CloudState } from '../cloud/cloud-state.ts';
import type { AwsError } from '../wire/aws-error.ts';
import type { Service } from '../wire/service.ts';
import type { Authorization, AuthorizedResource, ConditionKeys } from './authorization.ts';
import { evaluate } from './evaluate.ts';
import type { PolicyUsage } from './policy-usage.ts';
import type { Principal } from './principal.ts';

/** Asks for every right that a call needs; the error of the first one that is missing, in the service's form. */
export function authorize(
  wanted: readonly Authorization[],
  principal: Principal,
  service: Service,
  world: { readonly cloud: CloudState; readonly usage: PolicyUsage },
): AwsError | undefined {
  const common = commonKeys(principal, world.cloud);
  for (const one of wanted) {
    const decision = evaluate(principal.policies, one, common);
    if (decision.kind === 'denied') {
      return (
        one.refusal?.() ??
        service.words.denied(deniedText(principal, one.action, decision.resource, decision.explicit))
      );
    }
    world.usage.record(principal.arn, one.action, decision.by);
  }
  return undefined;
}

function deniedText(
  principal: Principal,
  action: string,
  resource: AuthorizedResource,
  explicit: boolean,
): string {
  const on = resource.arn === '*' ? '' : ` on resource: ${resource.arn}`;
  const why = explicit
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${principal.arn} is not authorized to perform: ${action}${on} ${why}`;
}

/** Keys that every request has. Times are real time, as signatures are. */
function commonKeys(principal: Principal, cloud: CloudState): ConditionKeys {
  return {
    'aws:RequestedRegion': [cloud.region],
    'ec2:Region': [cloud.region],
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [cloud.accountId],
    'aws:ResourceAccount': [cloud.accountId],
    'aws:username': [principal.userName],
    'aws:CurrentTime': [new Date().toISOString()],
    'aws:SecureTransport': ['true'],
  };
}
