import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import type { Fleet } from '../fleet.ts';
import { countsOfBudget, healthyButCharged } from './budgets.ts';

/**
 * Whether a budget is full only because of pods that are still on its account: a StatefulSet's pod that came back under
 * its old name, an eviction that did not happen, one of this very moment. Such entries run out after two minutes.
 */
export function isChargedOnly(fleet: Fleet, budget: DisruptionBudget): boolean {
  const { healthy, desired } = countsOfBudget(budget);
  const charged = Object.keys(budget.status?.disruptedPods ?? {}).length > 0;
  return charged && healthy + healthyButCharged(fleet, budget).length > desired;
}
