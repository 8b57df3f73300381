import { podName } from '../facts/moving-pods.ts';
import { blockingBudgets, budgetName, countsOfBudget, NEEDS_BUDGETS, syncFailure } from '../facts/budgets.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** By the status, which is what the API server looks at. A budget that is merely short of healthy pods is another check's. */
export const pdbZeroPermanent: PreflightCheck = {
  id: 'pdb-zero-permanent',
  number: 2,
  title: 'A disruption budget never lets a pod go',
  why: 'It asks for as many healthy pods as there can be, so the drain would never end.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return blockingBudgets(fleet)
      .filter(({ budget }) => syncFailure(budget) === undefined && isPermanent(countsOfBudget(budget)))
      .map(({ budget, pods }) => {
        const { expected, desired } = countsOfBudget(budget);
        return {
          severity: 'blocker',
          objects: [budgetName(budget), ...pods.map(podName)],
          message: `${budgetName(budget)} wants ${desired} of ${expected} pods healthy, so it never lets one go: ${listOf(pods.map(podName))}.`,
          fix: fixFor(expected, budget.spec.minAvailable !== undefined),
        };
      });
  },
};

function isPermanent({
  expected,
  desired,
}: {
  readonly expected: number;
  readonly desired: number;
}): boolean {
  return expected > 0 && desired >= expected;
}

/** `maxUnavailable: 0` on a single pod is how owners say "ask me first", so it is not called wrong. */
function fixFor(expected: number, byMinimum: boolean): string {
  if (expected > 1)
    return 'Set maxUnavailable: 1 in its spec (instead of minAvailable), so that one pod at a time may move.';
  return byMinimum
    ? 'Run a second replica (spec.replicas: 2), or set maxUnavailable: 1 instead of minAvailable if a short absence is fine.'
    : 'If this is meant as "ask the owner first", ask; then run a second replica (spec.replicas: 2) or set maxUnavailable: 1.';
}
