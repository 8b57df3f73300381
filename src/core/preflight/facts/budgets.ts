import { budgetsOf, forecastEviction, type EvictionForecast } from '../../drain/eviction-forecast.ts';
import type { DisruptionBudget } from '../../fleet/disruption-budget.ts';
import { selects, type Labels } from '../../fleet/label-selector.ts';
import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import { isPodReady, isTerminating, type Pod } from '../../fleet/pod.ts';
import { objectName } from '../../fleet/workload.ts';
import { groupInSteps } from '../../group-in-steps.ts';
import { perFleet, perFleetInSteps, type Fleet } from '../fleet.ts';
import { movingPods, NEEDS_PODS, podsByNamespace } from './moving-pods.ts';

export const NEEDS_BUDGETS: readonly ReadingName[] = [...NEEDS_PODS, 'budgets'];

const byNamespace = perFleet((fleet) =>
  Map.groupBy(fleet.get('budgets'), ({ metadata }) => metadata.namespace ?? ''),
);

/** By the very labels, which pods of one owner share: of a namespace with many budgets each is asked once for all of them. */
const byLabels = perFleet(() => new Map<string, Map<Labels, readonly DisruptionBudget[]>>());

const NO_LABELS: Labels = {};

/** The budgets that cover a pod. */
export function budgetsOver(fleet: Fleet, pod: Pod): readonly DisruptionBudget[] {
  const { namespace = '', labels = NO_LABELS } = pod.metadata;
  const ofNamespace = byLabels(fleet).get(namespace) ?? new Map<Labels, readonly DisruptionBudget[]>();
  byLabels(fleet).set(namespace, ofNamespace);
  const known = ofNamespace.get(labels) ?? budgetsOf(pod, byNamespace(fleet).get(namespace) ?? []);
  ofNamespace.set(labels, known);
  return known;
}

/** What the eviction API would say to each pod that has to move. */
export const forecasts = perFleet((fleet): readonly { pod: Pod; forecast: EvictionForecast }[] =>
  movingPods(fleet).map((pod) => ({
    pod,
    forecast: forecastEviction(pod, budgetsOver(fleet, pod)),
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

/** The pods of a namespace by their very labels, which pods of one owner share. */
export const podsByLabels = perFleetInSteps(function* (fleet) {
  const spaces = new Map<string, readonly (readonly [Labels | undefined, readonly Pod[]])[]>();
  for (const [name, pods] of yield* podsByNamespace.ahead(fleet)) {
    spaces.set(name, [...(yield* groupInSteps(pods, ({ metadata }) => metadata.labels))]);
  }
  return spaces;
});

/** The pods that a budget selects, wherever they are, in the order of the list. */
export function podsOfBudget(fleet: Fleet, { metadata, spec }: DisruptionBudget): readonly Pod[] {
  const namespace = metadata.namespace ?? '';
  const alike = podsByLabels(fleet).get(namespace) ?? [];
  const selected = alike.filter(([labels]) => selects(spec.selector, labels));
  if (selected.length <= 1) return selected[0]?.[1] ?? [];
  const labelled = new Set(selected.map(([labels]) => labels));
  return (podsByNamespace(fleet).get(namespace) ?? []).filter((pod) => labelled.has(pod.metadata.labels));
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
    for (const budget of budgetsOver(fleet, pod)) {
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
