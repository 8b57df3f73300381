import { selects } from '../fleet/label-selector.ts';
import { countsOf } from '../fleet/workload-counts.ts';
import { objectName } from '../fleet/workload.ts';
import type { NodeWork } from '../replacement/seen.ts';
import type { Claim } from '../rollout/claim.ts';
import type { Suspicion } from './suspicion.ts';

/** Touched workloads and their budgets that have fewer pods than when the node was claimed. */
export function suspectWorkloads(claim: Claim, work: NodeWork): readonly Suspicion[] {
  return [...shortWorkloads(claim, work), ...shortBudgets(claim, work)];
}

function shortWorkloads(claim: Claim, work: NodeWork): readonly Suspicion[] {
  return work.workloads.flatMap((workload) => {
    const ref = objectName(workload.kind, workload.metadata.namespace, workload.metadata.name);
    const before = claim.workloads.find((touched) => touched.ref === ref);
    const counts = countsOf(workload);
    if (!before || !counts) return [];
    const wanted = Math.min(counts.desired, before.available);
    if (counts.available >= wanted) return [];
    const detail = `(${counts.available} of ${counts.desired}; ${before.available} when the node was claimed)`;
    return [{ rule: 'workload-short', key: `workload-short:${ref}`, object: ref, detail } as const];
  });
}

/** A budget that was short before the claim stays out: its workload's `available` then was the measure. */
function shortBudgets(claim: Claim, work: NodeWork): readonly Suspicion[] {
  const whole = claim.workloads
    .filter(({ available, desired }) => available >= desired)
    .map(({ ref }) => ref);
  return work.budgets.flatMap((budget) => {
    const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
    const covers = work.workloads.some(
      ({ kind, metadata, spec }) =>
        whole.includes(objectName(kind, metadata.namespace, metadata.name)) &&
        metadata.namespace === budget.metadata.namespace &&
        selects(budget.spec.selector, spec.template.metadata?.labels),
    );
    if (!covers || currentHealthy >= desiredHealthy) return [];
    const object = objectName('PodDisruptionBudget', budget.metadata.namespace, budget.metadata.name);
    const detail = `(${currentHealthy} healthy, ${desiredHealthy} wanted)`;
    return [{ rule: 'budget-short', key: `budget-short:${object}`, object, detail } as const];
  });
}
