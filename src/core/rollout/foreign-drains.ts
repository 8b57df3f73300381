import type { DisruptionBudget } from '../fleet/disruption-budget.ts';
import { epochMs } from '../fleet/epoch-ms.ts';
import { freshCharges } from '../fleet/eviction-charges.ts';
import { objectName } from '../fleet/workload.ts';
import { pdbExternalDrainActive } from '../preflight/checks/pdb-external-drain-active.ts';
import type { Finding } from '../preflight/finding.ts';
import type { Rollout } from './rollout.ts';

/**
 * What preflight found of evictions under way, without what our own last node has left on its budgets: no node is begun while
 * somebody else drains. Of a node that was given back nothing is remembered: then our own charges hold for two minutes.
 */
export function foreignDrains(
  findings: readonly Finding[],
  budgets: readonly DisruptionBudget[],
  { results }: Pick<Rollout, 'results'>,
  now: number,
): readonly Finding[] {
  const ownUntil = Math.max(
    Number.NEGATIVE_INFINITY,
    ...results.map(({ drainedAt }) => drainedAt ?? Number.NEGATIVE_INFINITY),
  );
  const foreign = new Set(budgets.filter((budget) => isForeign(budget, ownUntil, now)).map(nameOf));
  return findings.filter(
    ({ id, objects }) => id === pdbExternalDrainActive.id && objects.some((object) => foreign.has(object)),
  );
}

/** A charge without a readable time is of now. */
function isForeign(budget: DisruptionBudget, ownUntil: number, now: number): boolean {
  const charged = budget.status?.disruptedPods ?? {};
  return freshCharges(budget, now).some((pod) => (epochMs(charged[pod]) ?? now) > ownUntil);
}

function nameOf({ metadata }: DisruptionBudget): string {
  return objectName('PodDisruptionBudget', metadata.namespace, metadata.name);
}
