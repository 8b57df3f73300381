import { ITEMS_A_STEP } from './in-steps.ts';
import type { InSteps } from './in-steps.ts';

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
