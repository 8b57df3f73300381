import { isPodReady } from '../../fleet/pod.ts';
import { brokenReason } from '../../health/broken-pod.ts';
import { podName } from '../facts/moving-pods.ts';
import { blockingBudgets, budgetName, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const pdbUnhealthyDeadlock: PreflightCheck = {
  id: 'pdb-unhealthy-deadlock',
  number: 4,
  title: 'A pod that is not Ready is held by its own budget',
  why: 'A crash-looping pod cannot be evicted while its budget is short, although nobody would miss it.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    return blockingBudgets(fleet).flatMap(({ budget, pods }) => {
      const stuck = pods.filter((pod) => !isPodReady(pod));
      if (stuck.length === 0) return [];
      const names = stuck.map((pod) => `${podName(pod)} (${brokenReason(pod) ?? 'not Ready'})`);
      return {
        severity: 'warning',
        objects: [budgetName(budget), ...stuck.map(podName)],
        message: `${budgetName(budget)} holds ${listOf(names)}, which serve nobody.`,
        fix: 'Repair them, or set unhealthyPodEvictionPolicy: AlwaysAllow in the budget. A quorum system should think twice: that lets members go which are only warming up.',
      };
    });
  },
};
