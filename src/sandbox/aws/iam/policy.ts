/** An IAM policy as it stands in its JSON file. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionOperand>>>>;
}

export type ConditionOperand = string | number | boolean | readonly (string | number | boolean)[];

/** May do everything: for the world's own hands, and for people who play with it. */
export const ADMIN_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Sid: 'Admin', Effect: 'Allow', Action: '*', Resource: '*' },
};

export function statementsOf(policy: PolicyDocument): readonly PolicyStatement[] {
  return asList<PolicyStatement>(policy.Statement);
}

/** IAM lets a list of one stand as the one. */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  // A readonly array is an array; Array.isArray does not narrow a readonly union by itself.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
