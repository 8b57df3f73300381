import { budgetName, budgetsAtWork, NEEDS_BUDGETS, podsOfBudget } from '../facts/budgets.ts';
import { NEEDS_WORKLOADS, ownersOf } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Two Deployments under one budget are how people run a canary beside the stable version: from three on it is told. */
const WORKLOADS_MAX = 2;

export const pdbSpansWorkloads: PreflightCheck = {
  id: 'pdb-spans-workloads',
  number: 12,
  title: 'One disruption budget covers several workloads',
  why: 'One sick workload then holds the pods of all the others.',
  severities: ['warning'],
  gate: false,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS])],

  inspect(fleet) {
    return budgetsAtWork(fleet).flatMap(({ budget }) => {
      const roots = [...ownersOf(fleet, podsOfBudget(fleet, budget))];
      if (roots.length <= WORKLOADS_MAX) return [];
      return {
        severity: 'warning',
        objects: [budgetName(budget), ...roots.toSorted()],
        message: `${budgetName(budget)} covers ${roots.length} workloads: ${listOf(roots.toSorted())}.`,
        fix: 'Give each workload a budget of its own.',
      };
    });
  },
};
