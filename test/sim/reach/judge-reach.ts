import type { Counts } from '../kernel/reach.ts';
import { isAtWork, PAIRS, REASONS, STATES } from './what-can-be.ts';

/** In how many seeds each name was reached. */
export interface Reached {
  readonly seeds: number;
  readonly states: Counts;
  readonly reasons: Counts;
  readonly pairs: Counts;
}

/** What need not be reached, each with its reason. */
export interface Excused {
  /** It cannot be, or not in this world. */
  readonly never: Readonly<Record<string, string>>;
  /** It can be, and is so rare that a run may well miss it: `rare: 3 of 8,000 seeds`. */
  readonly rare: Readonly<Record<string, string>>;
}

export interface ReachJudgement {
  /** Not reached, and not excused. */
  readonly missing: readonly string[];
  /** Reached, and on no list of what can be: a list is out of date. */
  readonly unknown: readonly string[];
  /** Excused and reached all the same, or too often to be called rare: the excuse can go. */
  readonly excusedInVain: readonly string[];
}

/** A run of fewer seeds is not asked for everything: issue 6 and engine.md 6.5 speak of ten thousand. */
export const SEEDS_MIN = 10_000;

/**
 * What is expected at least so often in `SEEDS_MIN` seeds may be asked for: chance alone keeps it out of one run in three
 * million.
 */
const EXPECTED_MIN = 15;

/** How far a count may lie above what is usual, in standard deviations: what was measured may have been luck. */
const LUCK = 3;

/** The standard deviation of the square root of a count, whatever is counted (Poisson). */
const ROOT_DEVIATION = 0.5;

/** Holds what a run reached to what can be. */
export function judgeReach({ seeds, states, reasons, pairs }: Reached, excused: Excused): ReachJudgement {
  const reached = { ...states, ...reasons, ...pairs };
  const names = [...STATES, ...REASONS, ...PAIRS];
  const isExcused = (name: string): boolean => name in excused.never || name in excused.rare;
  const isUnknown = (name: string): boolean => !names.includes(name) && name !== 'none';
  return {
    missing: seeds < SEEDS_MIN ? [] : names.filter((name) => !reached[name] && !isExcused(name)),
    unknown: [...Object.keys(states), ...Object.keys(reasons), ...Object.keys(pairs).filter(isAtWork)].filter(
      isUnknown,
    ),
    excusedInVain: names.filter(
      (name) =>
        (name in excused.never && reached[name]) ||
        (name in excused.rare && seeds >= SEEDS_MIN && !isRare(reached[name] ?? 0, seeds)),
    ),
  };
}

/** Whether what was reached in `count` of `seeds` may be missed in a run of `SEEDS_MIN`. */
export function isRare(count: number, seeds: number): boolean {
  const surely = Math.max(0, Math.sqrt(count) - LUCK * ROOT_DEVIATION) ** 2;
  return surely * SEEDS_MIN < EXPECTED_MIN * seeds;
}
