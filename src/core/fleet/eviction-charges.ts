import type { DisruptionBudget } from './disruption-budget.ts';
import { epochMs } from './epoch-ms.ts';

/** What an eviction charges to a budget stays on its account so long, if the pod does not go (recordings 1: 119.4 s). ms */
export const CHARGE_MS = 120_000;

/**
 * The pods that an eviction of the last two minutes charged to this budget: one under way, or one that did not happen
 * (another uid) and whose token comes back by itself. Entries without a readable time count: better to wait once too often.
 */
export function freshCharges({ status }: DisruptionBudget, now: number): readonly string[] {
  return Object.entries(status?.disruptedPods ?? {})
    .filter(([, at]) => now - (epochMs(at) ?? now) <= CHARGE_MS)
    .map(([name]) => name)
    .toSorted();
}
