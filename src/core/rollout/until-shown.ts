/** How old a description of the group may be, product ms. engine.md 6.4: 60 s. */
const DESCRIPTION_AGE_MAX_MS = 60_000;

/** Product ms until every description of the group is younger than these changes; 0 or less: all of them are. */
export function untilShown(now: number, ...changedAt: readonly (number | undefined)[]): number {
  const last = Math.max(...changedAt.map((at) => at ?? Number.NEGATIVE_INFINITY));
  return last + DESCRIPTION_AGE_MAX_MS - now;
}
