/** Rules that a test may break on purpose, to see that the recorded stories notice. */
export type PlantedFault =
  | 'two-budgets-answer-429'
  | 'uid-precondition-ignored'
  | 'version-conflict-ignored'
  | 'unready-pods-are-healthy'
  | 'watch-starts-at-now';

export type PlantedFaults = ReadonlySet<PlantedFault>;

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  'two-budgets-answer-429',
  'uid-precondition-ignored',
  'version-conflict-ignored',
  'unready-pods-are-healthy',
  'watch-starts-at-now',
];
