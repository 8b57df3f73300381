import { isChargedOnly } from '../facts/charged-budget.ts';
import { blockingBudgets, budgetName, budgetsAtWork, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { podName } from '../facts/moving-pods.ts';
import { epochMs } from '../../fleet/epoch-ms.ts';
import { listOf } from '../facts/words.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** What an eviction charges to a budget stays on its account so long, if the pod does not go (recordings 1: 119.4 s). */
const CHARGE_MS = 120_000;

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
      const charged = waits ? allCharged(budget) : recentlyCharged(budget, fleet.snapshot.takenAt);
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

/** Entries without a readable time count: better one warning too many. */
function recentlyCharged({ status }: DisruptionBudget, now: number): readonly string[] {
  return Object.entries(status?.disruptedPods ?? {})
    .filter(([, at]) => now - (epochMs(at) ?? now) <= CHARGE_MS)
    .map(([name]) => name)
    .toSorted();
}
