import type { Authorization, AuthorizedResource, ConditionKeys } from './authorization.ts';
import { conditionsHold, substitute } from './condition.ts';
import { asList, type PolicyDocument, type PolicyStatement, statementsOf } from './policy.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** Where in somebody's policies a statement stands. */
export interface StatementPlace {
  readonly policy: number;
  readonly statement: number;
  readonly sid: string | undefined;
}

export type Decision =
  | { readonly kind: 'allowed'; readonly by: readonly StatementPlace[] }
  | { readonly kind: 'denied'; readonly explicit: boolean; readonly resource: AuthorizedResource };

/**
 * IAM's rule for identity policies: a Deny that matches wins, else an Allow that matches is needed, for every resource
 * of the call. `common` holds the keys that every request has (aws:RequestedRegion, aws:username …).
 */
export function evaluate(
  policies: readonly PolicyDocument[],
  wanted: Authorization,
  common: ConditionKeys,
): Decision {
  const allowedBy: StatementPlace[] = [];
  for (const resource of wanted.resources) {
    const keys = requestKeys(wanted, resource, common);
    const matching = matchingStatements(policies, wanted.action, resource.arn, keys);
    if (matching.some(({ effect }) => effect === 'Deny')) return { kind: 'denied', explicit: true, resource };
    const allow = matching.filter(({ effect }) => effect === 'Allow');
    if (allow.length === 0) return { kind: 'denied', explicit: false, resource };
    allowedBy.push(...allow.map(({ place }) => place));
  }
  return { kind: 'allowed', by: allowedBy };
}

interface Matching {
  readonly effect: PolicyStatement['Effect'];
  readonly place: StatementPlace;
}

function matchingStatements(
  policies: readonly PolicyDocument[],
  action: string,
  arn: string,
  keys: ConditionKeys,
): readonly Matching[] {
  return policies.flatMap((document, policy) =>
    statementsOf(document).flatMap((statement, index): Matching[] => {
      const matches =
        actionMatches(statement, action) &&
        resourceMatches(statement, arn, keys) &&
        conditionsHold(statement.Condition, keys);
      return matches
        ? [{ effect: statement.Effect, place: { policy, statement: index, sid: statement.Sid } }]
        : [];
    }),
  );
}

/** Whether a pattern of an Action element covers an action; IAM ignores the case. */
export function coversAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern, action, true);
}

function actionMatches(statement: PolicyStatement, action: string): boolean {
  const covers = (pattern: string): boolean => coversAction(pattern, action);
  if (statement.NotAction !== undefined) return !asList(statement.NotAction).some(covers);
  return asList(statement.Action).some(covers);
}

function resourceMatches(statement: PolicyStatement, arn: string, keys: ConditionKeys): boolean {
  const given = new Map(Object.entries(keys).map(([name, values]) => [name.toLowerCase(), values]));
  // An action without resources is granted by Resource "*" alone.
  const covers = (pattern: string): boolean =>
    arn === '*' ? pattern === '*' : matchesArn(substitute(pattern, given), arn);
  if (statement.NotResource !== undefined) return !asList(statement.NotResource).some(covers);
  return asList(statement.Resource).some(covers);
}

function requestKeys(
  wanted: Authorization,
  resource: AuthorizedResource,
  common: ConditionKeys,
): ConditionKeys {
  const prefix = wanted.action.split(':')[0] ?? '';
  const tags = Object.entries(resource.tags ?? {}).flatMap(([key, value]): [string, readonly string[]][] => [
    [`aws:ResourceTag/${key}`, [value]],
    [`${prefix}:ResourceTag/${key}`, [value]],
  ]);
  return { ...common, ...wanted.keys, ...resource.keys, ...Object.fromEntries(tags) };
}
