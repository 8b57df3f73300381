import { podName, targetPods } from '../facts/moving-pods.ts';
import {
  blockingBudgets,
  budgetName,
  budgetsNearby,
  countsOfBudget,
  NEEDS_BUDGETS,
  syncFailure,
} from '../facts/budgets.ts';
import { countOf, listOf } from '../facts/words.ts';
import { selects } from '../../fleet/label-selector.ts';
import { controllerOf, isFinished } from '../../fleet/pod.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { perFleet, type Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** A number as minAvailable counts bare pods as it counts others; a percentage or maxUnavailable does not see them. */
export const pdbUnmanagedPods: PreflightCheck = {
  id: 'pdb-unmanaged-pods',
  number: 7,
  title: 'A disruption budget covers pods that no controller owns',
  why: 'A percentage or maxUnavailable is counted from the owners, so such a budget expects too few pods, or none and then refuses all.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: NEEDS_BUDGETS,

  inspect(fleet) {
    const blocking = new Map(blockingBudgets(fleet).map(({ budget, pods }) => [budget, pods]));
    return budgetsNearby(fleet).flatMap((budget): Observation[] => {
      if (syncFailure(budget) !== undefined) return [];
      const bare = typeof budget.spec.minAvailable === 'number' ? [] : uncontrolled(fleet, budget);
      const held = blocking.get(budget) ?? [];
      const refusesAll = held.length > 0 && countsOfBudget(budget).expected === 0;
      if (!refusesAll && bare.length === 0) return [];
      return [
        {
          severity: refusesAll ? 'blocker' : 'warning',
          objects: [...new Set([budgetName(budget), ...held.map(podName), ...bare])],
          message: refusesAll
            ? `${budgetName(budget)} expects no pods at all and therefore lets none go: ${listOf(held.map(podName))}.`
            : `${budgetName(budget)} covers ${countOf(bare.length, 'pod')} without a controller (${listOf(bare)}), which it does not count.`,
          fix: 'Use minAvailable as a number, or give the pods a controller.',
        },
      ];
    });
  },
};

/** On the nodes to be replaced: elsewhere they disturb nobody. */
function uncontrolled(fleet: Fleet, { metadata, spec }: DisruptionBudget): readonly string[] {
  return (barePods(fleet).get(metadata.namespace ?? '') ?? [])
    .filter((pod) => selects(spec.selector, pod.metadata.labels))
    .map(podName);
}

const barePods = perFleet((fleet) =>
  Map.groupBy(
    targetPods(fleet).filter((pod) => !isFinished(pod) && !controllerOf(pod)),
    ({ metadata }) => metadata.namespace ?? '',
  ),
);
