import { budgetsOf, forecastEviction, type EvictionForecast } from '../../drain/eviction-forecast.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { selects } from '../../fleet/label-selector.ts';
import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import { isPodReady, isTerminating, type Pod } from '../../fleet/pod.ts';
import { objectName } from '../../fleet/workload.ts';
import { perFleet, type Fleet } from '../fleet.ts';
import { movingPods, NEEDS_PODS, podsByNamespace } from './moving-pods.ts';

export const NEEDS_BUDGETS: readonly ReadingName[] = [...NEEDS_PODS, 'budgets'];

const byNamespace = perFleet((fleet) =>
  Map.groupBy(fleet.get('budgets'), ({ metadata }) => metadata.namespace ?? ''),
);

export function budgetsIn(fleet: Fleet, namespace: string | undefined): readonly DisruptionBudget[] {
  return byNamespace(fleet).get(namespace ?? '') ?? [];
}

/** What the eviction API would say to each pod that has to move. */
export const forecasts = perFleet((fleet): readonly { pod: Pod; forecast: EvictionForecast }[] =>
  movingPods(fleet).map((pod) => ({
    pod,
    forecast: forecastEviction(pod, budgetsIn(fleet, pod.metadata.namespace)),
  })),
);

/** A budget with pods under it that have to move. */
export interface BudgetWithPods {
  readonly budget: DisruptionBudget;
  readonly pods: readonly Pod[];
}

/** Budgets that allow nothing now, with the pods they hold. */
export const blockingBudgets = perFleet((fleet) => refusing(fleet, 'blocked'));

/** Budgets that the controller has not processed. */
export const unobservedBudgets = perFleet((fleet) => refusing(fleet, 'not-observed'));

function refusing(fleet: Fleet, kind: 'blocked' | 'not-observed'): readonly BudgetWithPods[] {
  const found = new Map<string, { readonly budget: DisruptionBudget; readonly pods: Pod[] }>();
  for (const { pod, forecast } of forecasts(fleet)) {
    if (forecast.kind !== kind) continue;
    const name = budgetName(forecast.budget);
    const entry = found.get(name) ?? { budget: forecast.budget, pods: [] };
    found.set(name, entry);
    entry.pods.push(pod);
  }
  return [...found.values()];
}

/** The pods that a budget selects, wherever they are. */
export function podsOfBudget(fleet: Fleet, { metadata, spec }: DisruptionBudget): readonly Pod[] {
  const inNamespace = podsByNamespace(fleet).get(metadata.namespace ?? '') ?? [];
  return inNamespace.filter((pod) => selects(spec.selector, pod.metadata.labels));
}

/** Budgets of namespaces that have pods to move: others are none of this rollout's business. */
export const budgetsNearby = perFleet((fleet): readonly DisruptionBudget[] => {
  const namespaces = new Set(movingPods(fleet).map(({ metadata }) => metadata.namespace));
  return fleet.get('budgets').filter(({ metadata }) => namespaces.has(metadata.namespace));
});

/** Budgets that cover pods which have to move, with those pods. */
export const budgetsAtWork = perFleet((fleet): readonly BudgetWithPods[] => {
  const found = new Map<DisruptionBudget, Pod[]>();
  for (const pod of movingPods(fleet)) {
    for (const budget of budgetsOf(pod, budgetsIn(fleet, pod.metadata.namespace))) {
      const pods = found.get(budget);
      if (pods) pods.push(pod);
      else found.set(budget, [pod]);
    }
  }
  return [...found].map(([budget, pods]) => ({ budget, pods }));
});

/** The numbers of a budget's status; absent ones are zero, as the API server takes them. */
export function countsOfBudget({ status = {} }: DisruptionBudget) {
  const { expectedPods = 0, currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
  return {
    expected: expectedPods,
    healthy: currentHealthy,
    desired: desiredHealthy,
    allowed: disruptionsAllowed,
  };
}

/** The controller's last attempt failed: the other numbers are old. */
export function syncFailure({ status }: DisruptionBudget): string | undefined {
  const failed = status?.conditions?.find(
    ({ type, reason }) => type === 'DisruptionAllowed' && reason === 'SyncFailed',
  );
  return failed && (failed.message ?? 'no message');
}

/** Pods that were charged to a budget and are healthy all the same: their entries run out within two minutes. */
export function healthyButCharged(fleet: Fleet, { metadata, status }: DisruptionBudget): readonly Pod[] {
  const charged = new Set(Object.keys(status?.disruptedPods ?? {}));
  if (charged.size === 0) return [];
  return (podsByNamespace(fleet).get(metadata.namespace ?? '') ?? []).filter(
    (pod) => charged.has(pod.metadata.name) && isPodReady(pod) && !isTerminating(pod),
  );
}

/** `PodDisruptionBudget/shop/cart`. */
export function budgetName({ metadata }: DisruptionBudget): string {
  return objectName('PodDisruptionBudget', metadata.namespace, metadata.name);
}
