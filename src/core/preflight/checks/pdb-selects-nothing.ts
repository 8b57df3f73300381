import { isValidSelector } from '../../fleet/label-selector.ts';
import { budgetName, budgetsNearby, countsOfBudget, NEEDS_BUDGETS, podsOfBudget } from '../facts/budgets.ts';
import { NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { selects } from '../../fleet/label-selector.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A workload scaled to zero, or a job that does not run now, has no pods and a budget that is quite right. */
export const pdbSelectsNothing: PreflightCheck = {
  id: 'pdb-selects-nothing',
  number: 8,
  title: 'A disruption budget selects no pod',
  why: 'Its owner believes that something is protected, and nothing is.',
  severities: ['warning'],
  gate: false,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS])],

  inspect(fleet) {
    return budgetsNearby(fleet)
      .filter(({ spec }) => !spec.selector || isValidSelector(spec.selector))
      .filter((budget) => countsOfBudget(budget).expected === 0 && podsOfBudget(fleet, budget).length === 0)
      .filter((budget) => !isForSomethingIdle(fleet, budget))
      .map((budget) => ({
        severity: 'warning',
        objects: [budgetName(budget)],
        message: `${budgetName(budget)} selects no pod: ${JSON.stringify(budget.spec.selector ?? null)}.`,
        fix: 'Make its selector the spec.selector of the workload it is meant for, or delete it.',
      }));
  },
};

function isForSomethingIdle(fleet: Fleet, { metadata, spec }: DisruptionBudget): boolean {
  const workloads = [...fleet.get('deployments'), ...fleet.get('statefulSets'), ...fleet.get('jobs')];
  return workloads.some(
    (workload) =>
      workload.metadata.namespace === metadata.namespace &&
      selects(spec.selector, workload.spec.template.metadata?.labels),
  );
}
