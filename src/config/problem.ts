/** One thing that is wrong with the configuration: where, and what. */
export interface Problem {
  /** `clusters[0].nodeGroups[1].target`, or the name of a variable of the environment. */
  readonly path: string;
  readonly message: string;
}

/** `['clusters', 0, 'name']` as people write it: `clusters[0].name`. */
export function pathOf(steps: readonly PropertyKey[]): string {
  return steps
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`,
    )
    .join('');
}
