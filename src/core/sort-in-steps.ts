import { ITEMS_A_STEP } from './in-steps.ts';
import type { InSteps } from './in-steps.ts';

/** As `toSorted`, in steps. The very list where it is in order already: the API server lists objects by their names. */
export function* sortInSteps<T>(list: readonly T[], compare: (a: T, b: T) => number): InSteps<readonly T[]> {
  if (yield* isInOrder(list, compare)) return list;
  let runs: (readonly T[])[] = [];
  for (let from = 0; from < list.length; from += ITEMS_A_STEP) {
    runs.push(list.slice(from, from + ITEMS_A_STEP).toSorted(compare));
    yield;
  }
  while (runs.length > 1) runs = yield* mergePairs(runs, compare);
  return runs[0] ?? list;
}

function* isInOrder<T>(list: readonly T[], compare: (a: T, b: T) => number): InSteps<boolean> {
  let before = list[0];
  for (const [index, item] of list.entries()) {
    if (before !== undefined && compare(before, item) > 0) return false;
    before = item;
    if (index % ITEMS_A_STEP === 0) yield;
  }
  return true;
}

function* mergePairs<T>(
  runs: readonly (readonly T[])[],
  compare: (a: T, b: T) => number,
): InSteps<(readonly T[])[]> {
  const merged: (readonly T[])[] = [];
  for (let index = 0; index < runs.length; index += 2) {
    merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
  }
  return merged;
}

/** Of equals those of `a` come first. */
function* merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): InSteps<readonly T[]> {
  const merged: T[] = [];
  let rest = 0;
  for (const [index, item] of a.entries()) {
    for (; rest < b.length; rest++) {
      const other = b[rest] as T;
      if (compare(item, other) <= 0) break;
      merged.push(other);
    }
    merged.push(item);
    if (index % ITEMS_A_STEP === 0) yield;
  }
  for (; rest < b.length; rest++) merged.push(b[rest] as T);
  return merged;
}
