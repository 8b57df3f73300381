import type { HorizontalPodAutoscaler } from '../../fleet/autoscaler.ts';
import { objectName } from '../../fleet/workload.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { budgetName, budgetsAtWork, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { autoscalerOf } from '../facts/autoscalers.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Only a number as minAvailable can be too high for the night: shares move with the replicas. */
export const pdbHpaFloor: PreflightCheck = {
  id: 'pdb-hpa-floor',
  number: 13,
  title: 'A disruption budget needs as many pods as the autoscaler may go down to',
  why: 'It works at noon and blocks at night.',
  severities: ['warning'],
  gate: false,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS, 'autoscalers' as const])],

  inspect(fleet) {
    return budgetsAtWork(fleet).flatMap(({ budget, pods }) =>
      byRoot(fleet, pods).flatMap(({ root }) => {
        const autoscaler = root.kind === 'workload' ? autoscalerOf(fleet, root.workload) : undefined;
        return autoscaler ? floorFinding(budget, autoscaler, root.ref) : [];
      }),
    );
  },
};

function floorFinding(
  budget: DisruptionBudget,
  { metadata, spec }: HorizontalPodAutoscaler,
  workload: string,
): Observation[] {
  const { minAvailable } = budget.spec;
  const floor = spec.minReplicas ?? 1;
  if (typeof minAvailable !== 'number' || minAvailable < floor) return [];
  const name = objectName('HorizontalPodAutoscaler', metadata.namespace, metadata.name);
  return [
    {
      severity: 'warning',
      objects: [budgetName(budget), name, workload],
      message: `${budgetName(budget)} wants ${minAvailable} pods of ${workload}, and ${name} may go down to ${floor}: then none may go.`,
      fix: 'Use maxUnavailable: 1 instead of minAvailable, or raise minReplicas.',
    },
  ];
}
