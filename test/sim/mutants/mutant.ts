import type { FaultName, Heat } from '../kernel/regime.ts';

/** A small mistake in the product: one place where one text is replaced by another. */
export interface Mutant {
  /** kebab-case: what is missing or wrong. */
  readonly name: string;
  /** From the root: `src/app/perform-act.ts`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The invariants that may find it. Another one, or an exception, is no kill. */
  readonly killedBy: readonly string[];
  readonly heat: Heat;
  /** Faults that are there for sure: what it takes for this mistake to show. */
  readonly focus?: readonly FaultName[];
  /** Faults that would only hide it. */
  readonly without?: readonly FaultName[];
  /** Seeds that killed it before, played first: `npm run sim:mutants -- --measure 40` finds others when these stop to. */
  readonly seeds?: readonly number[];
  /** So many seeds it may take. */
  readonly budget: number;
}

/** What mostly keeps a rollout from getting anywhere: without it a seed has more of everything that comes late. */
export const STANDSTILLS: readonly FaultName[] = [
  'kubernetes-down',
  'aws-down',
  'slack-down',
  'cut-off',
  'forbidden',
  'denial',
  'audit-full',
  'crash',
  'crash-before',
  'crash-after',
  'pause',
];

/** Seeds a mutant may take where nothing else is said. */
const BUDGET = 300;

/** A mutant that is played in brutal worlds, unless told otherwise. */
export function hot(
  name: string,
  file: string,
  [find, replace]: readonly [string, string],
  killedBy: readonly string[],
  more: Partial<Mutant> = {},
): Mutant {
  return { name, file, find, replace, killedBy, heat: 'hot', budget: BUDGET, ...more };
}
