import type { Excused, Reached, ReachJudgement } from './judge-reach.ts';
import { PAIRS, REASONS, STATES } from './what-can-be.ts';

/** How much of what can be was reached, and what was not: one line each. */
export function reachReport({ states, reasons, pairs }: Reached, excused: Excused): readonly string[] {
  return [
    said('states', STATES, states, excused),
    said('reasons', REASONS, reasons, excused),
    said('faults x states at work', PAIRS, pairs, excused),
  ].flat();
}

function said(
  what: string,
  names: readonly string[],
  seen: Readonly<Record<string, number>>,
  { never, rare }: Excused,
): readonly string[] {
  const missed = names.filter((name) => !seen[name]);
  return [
    `${what}: ${names.length - missed.length} of ${names.length} reached`,
    ...missed.map((name) => `  not reached: ${name} (${never[name] ?? rare[name] ?? 'not excused'})`),
  ];
}

/** What makes a run fail, a line each. */
export function reachFailures({ missing, unknown }: ReachJudgement): readonly string[] {
  return [
    ...missing.map((name) => `REACH FAIL "${name}" was never reached, and is not excused in test/sim/reach`),
    ...unknown.map(
      (name) => `REACH FAIL "${name}" was reached, and test/sim/reach/what-can-be.ts does not know it`,
    ),
  ];
}
