import { isChargedOnly } from '../facts/charged-budget.ts';
import { blockingBudgets, budgetName, budgetsAtWork, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { podName } from '../facts/moving-pods.ts';
import { freshCharges } from '../../fleet/eviction-charges.ts';
import { listOf } from '../facts/words.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Entries of an eviction that is over linger for a while, and our own last node leaves some too: hence a warning. */
export const pdbExternalDrainActive: PreflightCheck = {
  id: 'pdb-external-drain-active',
  number: 15,
  title: 'Somebody is evicting pods right now',
  why: 'Two drainers at once defeat every budget, and a budget may be full for two minutes with nothing wrong.',
  severities: ['warning'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    const full = new Set(blockingBudgets(fleet).map(({ budget }) => budget));
    return budgetsAtWork(fleet).flatMap(({ budget, pods }): Observation[] => {
      const waits = full.has(budget) && isChargedOnly(fleet, budget);
      const charged = waits ? allCharged(budget) : freshCharges(budget, fleet.snapshot.takenAt);
      if (charged.length === 0) return [];
      return [
        {
          severity: 'warning',
          objects: [budgetName(budget), ...pods.map(podName)],
          message: `${budgetName(budget)} was charged for ${listOf(charged)} within the last two minutes.${waits ? ' It allows nothing until that has run out.' : ''}`,
          fix: 'Find out who evicts (a drain, an autoscaler, a descheduler) and let it finish; if nobody does, it passes within two minutes.',
        },
      ];
    });
  },
};

function allCharged({ status }: DisruptionBudget): readonly string[] {
  return Object.keys(status?.disruptedPods ?? {}).toSorted();
}
