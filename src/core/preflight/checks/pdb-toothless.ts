import { budgetName, budgetsAtWork, countsOfBudget, NEEDS_BUDGETS, syncFailure } from '../facts/budgets.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const pdbToothless: PreflightCheck = {
  id: 'pdb-toothless',
  number: 11,
  title: 'A disruption budget lets all pods go at once',
  why: 'maxUnavailable: 100 %, minAvailable: 0 and percentages of few pods, which are rounded up, protect nothing.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return budgetsAtWork(fleet)
      .map(({ budget }) => budget)
      .filter((budget) => syncFailure(budget) === undefined)
      .filter((budget) => {
        const { expected, desired, allowed } = countsOfBudget(budget);
        return expected >= 2 && (desired === 0 || allowed >= expected);
      })
      .map((budget) => ({
        severity: 'warning',
        objects: [budgetName(budget)],
        message: `${budgetName(budget)} lets all ${countsOfBudget(budget).expected} pods go at once.`,
        fix: 'Set maxUnavailable: 1, or 25% for a large workload.',
      }));
  },
};
