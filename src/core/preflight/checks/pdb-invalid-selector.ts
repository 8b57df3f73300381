import { isValidSelector } from '../../fleet/label-selector.ts';
import { budgetName, budgetsNearby, NEEDS_BUDGETS } from '../facts/budgets.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const pdbInvalidSelector: PreflightCheck = {
  id: 'pdb-invalid-selector',
  number: 9,
  title: 'The selector of a disruption budget does not parse',
  why: 'The eviction API passes such a budget over, so it protects nothing, although kubectl shows 0 allowed.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return budgetsNearby(fleet)
      .filter(({ spec }) => spec.selector !== undefined && !isValidSelector(spec.selector))
      .map((budget) => ({
        severity: 'warning',
        objects: [budgetName(budget)],
        message: `The selector of ${budgetName(budget)} does not parse, so it protects nothing: ${JSON.stringify(budget.spec.selector)}.`,
        fix: 'Correct the label or the operator in its selector, or delete it.',
      }));
  },
};
