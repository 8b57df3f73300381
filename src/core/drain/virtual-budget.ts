/** Of the ready pods of a workload without a budget, this share may be away at once; never less than one. preflight.md 2.5. */
const SHARE = 0.25;

/** How many pods of a workload without a budget drover lets be away at once, of so many that it needs. */
export function virtualBudget(desired: number): number {
  return Math.max(1, Math.floor(desired * SHARE));
}
