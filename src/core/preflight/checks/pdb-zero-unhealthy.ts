import { isPodReady, type Pod } from '../../fleet/pod.ts';
import { brokenReason } from '../../health/broken-pod.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { podName } from '../facts/moving-pods.ts';
import { isChargedOnly } from '../facts/charged-budget.ts';
import {
  blockingBudgets,
  budgetName,
  countsOfBudget,
  NEEDS_BUDGETS,
  podsOfBudget,
  syncFailure,
} from '../facts/budgets.ts';
import { listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/**
 * Judged against the pods that are expected, not against those wanted: who has lost exactly the slack is short too. Pods
 * that were charged a moment ago and are healthy all the same make no shortage: that passes within two minutes.
 */
export const pdbZeroUnhealthy: PreflightCheck = {
  id: 'pdb-zero-unhealthy',
  number: 3,
  title: 'A disruption budget is used up by pods that are not healthy',
  why: 'The budget is fine, but the workload is not: until it is repaired, no pod of it may go.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return blockingBudgets(fleet).flatMap(({ budget, pods }): Observation[] => {
      const { expected, healthy, desired } = countsOfBudget(budget);
      if (syncFailure(budget) !== undefined || desired >= expected || isChargedOnly(fleet, budget)) return [];
      const objects = [budgetName(budget), ...pods.map(podName)];
      if (healthy >= expected) {
        const reason = `${budgetName(budget)} has ${healthy} of ${expected} pods healthy, wants ${desired} and yet allows none to go: its numbers do not fit together`;
        return [{ reason, objects }];
      }
      return [{ severity: 'blocker', objects, ...wordsFor(fleet, budget) }];
    });
  },
};

function wordsFor(
  fleet: Fleet,
  budget: DisruptionBudget,
): { readonly message: string; readonly fix: string } {
  const { expected, healthy, desired } = countsOfBudget(budget);
  const sick = unready(fleet, budget).map((pod) => `${podName(pod)} (${brokenReason(pod) ?? 'not Ready'})`);
  const named = sick.length > 0 ? ` Not healthy: ${listOf(sick)}.` : '';
  return {
    message: `${budgetName(budget)} has ${healthy} of ${expected} pods healthy and wants ${desired}, so none may go.${named}`,
    fix: `Repair the workload, not the budget: kubectl -n ${budget.metadata.namespace ?? ''} get pods, then describe those that are not Ready.`,
  };
}

function unready(fleet: Fleet, budget: DisruptionBudget): readonly Pod[] {
  return podsOfBudget(fleet, budget).filter((pod) => !isPodReady(pod));
}
