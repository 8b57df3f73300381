import type { Heat } from '../kernel/regime.ts';

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
  /** Played first: it killed this one before. */
  readonly seed?: number;
  /** One of the few that are played in every run of the tests: it is killed within a few seeds, whatever else changes. */
  readonly sample?: true;
  /** So many seeds it may take. */
  readonly budget: number;
}

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
