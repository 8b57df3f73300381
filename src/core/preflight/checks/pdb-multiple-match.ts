import { podName } from '../facts/moving-pods.ts';
import { budgetName, forecasts, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { countOf, listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/**
 * Decided on the pods' own labels, `{}` included. Pods that are not running pass the API whatever covers them, so they
 * are not told of.
 */
export const pdbMultipleMatch: PreflightCheck = {
  id: 'pdb-multiple-match',
  number: 1,
  title: 'A pod is covered by several disruption budgets',
  why: 'The eviction API answers 500 for such a pod, for ever; no retry and no policy helps.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return [...podsByBudgets(fleet)].map(([names, pods]) => {
      const budgets = names.split(' ');
      const [, namespace = '', second = ''] = budgets[1]?.split('/') ?? [];
      return {
        severity: 'blocker',
        objects: [...budgets, ...pods],
        message: `${countOf(pods.length, 'pod')} (${listOf(pods)}) ${pods.length === 1 ? 'is' : 'are'} covered by ${listOf(budgets)}: the eviction API refuses such a pod for ever.`,
        fix: `Narrow the selector of one of the budgets, or delete one: kubectl -n ${namespace} delete poddisruptionbudget ${second}`,
      };
    });
  },
};

function podsByBudgets(fleet: Fleet): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { pod, forecast } of forecasts(fleet)) {
    if (forecast.kind !== 'several-budgets') continue;
    const key = forecast.budgets.map(budgetName).toSorted().join(' ');
    found.set(key, [...(found.get(key) ?? []), podName(pod)]);
  }
  return found;
}
