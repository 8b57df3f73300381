import { podName } from '../facts/moving-pods.ts';
import { budgetName, forecasts, NEEDS_BUDGETS, syncFailure } from '../facts/budgets.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** The other numbers of such a budget are old and are not shown. */
export const pdbSyncFailed: PreflightCheck = {
  id: 'pdb-sync-failed',
  number: 5,
  title: 'The controller cannot count a disruption budget',
  why: 'It then allows nothing, whatever its numbers say.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    const held = new Map<DisruptionBudget, string[]>();
    for (const { pod, forecast } of forecasts(fleet)) {
      if (forecast.kind !== 'blocked' && forecast.kind !== 'not-observed') continue;
      if (syncFailure(forecast.budget) === undefined) continue;
      held.set(forecast.budget, [...(held.get(forecast.budget) ?? []), podName(pod)]);
    }
    return [...held].map(([budget, pods]) => ({
      severity: 'blocker',
      objects: [budgetName(budget), ...pods],
      message: `${budgetName(budget)} cannot be counted: ${syncFailure(budget) ?? ''}`,
      fix: 'Do what the message says: give the pods an owner with a scale, or use minAvailable as a number, or delete the budget.',
    }));
  },
};
