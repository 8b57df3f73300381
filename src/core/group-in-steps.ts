import type { InSteps } from './in-steps.ts';

/** Items that are looked at in one step. */
const ITEMS_A_STEP = 4_096;

/** As `Map.groupBy`, in steps. */
export function* groupInSteps<T, K>(list: readonly T[], keyOf: (item: T) => K): InSteps<Map<K, T[]>> {
  const groups = new Map<K, T[]>();
  for (const [index, item] of list.entries()) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
    if (index % ITEMS_A_STEP === 0) yield;
  }
  return groups;
}
