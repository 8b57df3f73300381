import type { DisruptionBudget } from '../../controllers/kinds/disruption-budget.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { BudgetView } from './world-view.ts';

/** Every disruption budget as its controller last counted it. */
export function viewBudgets(cluster: Pick<Cluster, 'list'>): readonly BudgetView[] {
  return cluster.list<DisruptionBudget>('poddisruptionbudgets.policy').map(({ metadata, spec, status }) => ({
    id: `${metadata.namespace ?? ''}/${metadata.name}`,
    allowed: status?.disruptionsAllowed ?? 0,
    healthy: status?.currentHealthy ?? 0,
    wanted: status?.desiredHealthy ?? 0,
    expected: status?.expectedPods ?? 0,
    rule:
      spec.minAvailable === undefined
        ? `maxUnavailable ${spec.maxUnavailable ?? 'unset'}`
        : `minAvailable ${spec.minAvailable}`,
    observed: (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0),
  }));
}
