import type { AwsError } from '../wire/aws-error.ts';

/** Values of condition keys in a request; some keys hold several (aws:TagKeys). Names in any case. */
export type ConditionKeys = Readonly<Record<string, readonly string[]>>;

export interface AuthorizedResource {
  /** `*` for an action without resource-level permissions. */
  readonly arn: string;
  /** Tags on the resource, for aws:ResourceTag/… and the service's own spelling. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys that hold for this resource only (ec2:InstanceType, ec2:LaunchTemplate …). */
  readonly keys?: ConditionKeys;
}

/** One action that a call needs to be allowed, on every one of the resources. */
export interface Authorization {
  /** `autoscaling:SetDesiredCapacity` */
  readonly action: string;
  readonly resources: readonly AuthorizedResource[];
  readonly keys?: ConditionKeys;
  /** What is said instead of the usual words when this one is not allowed. */
  readonly refusal?: () => AwsError;
}

/** An action that knows no resources: describing and listing, mostly. */
export function onEverything(action: string, keys: ConditionKeys = {}): Authorization {
  return { action, resources: [{ arn: '*' }], keys };
}
