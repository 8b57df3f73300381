import { coversAction, type StatementPlace } from './evaluate.ts';
import { asList, statementsOf } from './policy.ts';
import type { Principal } from './principal.ts';

/** One grant of a policy: an Action entry of an Allow statement. */
export interface Grant extends StatementPlace {
  readonly action: string;
}

/** Remembers which statement allowed which action to whom, so that a test can find what was granted in vain. */
export class PolicyUsage {
  #used = new Map<string, Map<string, { place: StatementPlace; action: string; times: number }>>();

  record(principalArn: string, action: string, places: readonly StatementPlace[]): void {
    const byGrant =
      this.#used.get(principalArn) ??
      new Map<string, { place: StatementPlace; action: string; times: number }>();
    this.#used.set(principalArn, byGrant);
    for (const place of places) {
      const key = `${place.policy}/${place.statement}/${action}`;
      byGrant.set(key, { place, action, times: (byGrant.get(key)?.times ?? 0) + 1 });
    }
  }

  /** What was allowed to a principal, by which statement, how often. */
  usedBy(principalArn: string): readonly (Grant & { readonly times: number })[] {
    return [...(this.#used.get(principalArn)?.values() ?? [])].map(({ place, action, times }) => ({
      ...place,
      action,
      times,
    }));
  }

  /** The grants of a principal's policies that never allowed a call. */
  unusedBy(principal: Principal): readonly Grant[] {
    const used = this.usedBy(principal.arn);
    return grantsOf(principal).filter(
      (grant) =>
        !used.some(
          ({ policy, statement, action }) =>
            policy === grant.policy && statement === grant.statement && coversAction(grant.action, action),
        ),
    );
  }

  clear(): void {
    this.#used.clear();
  }
}

function grantsOf(principal: Principal): readonly Grant[] {
  return principal.policies.flatMap((document, policy) =>
    statementsOf(document).flatMap((statement, index) =>
      statement.Effect === 'Deny'
        ? []
        : asList(statement.Action).map((action) => ({
            policy,
            statement: index,
            sid: statement.Sid,
            action,
          })),
    ),
  );
}
