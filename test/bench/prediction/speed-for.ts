import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';

/** What drover watches after each node unless a scenario says otherwise, and what else a node takes about. Seconds. */
const WINDOW_SECONDS = 300;
const OTHER_SECONDS = 80;

/** Faster than this and the computer's own time shows even in a story of an hour. */
const SPEED_MAX = 10;

/**
 * The speed at which a scenario takes about so many real seconds, or longer. What the computer itself takes for an
 * answer is world time, too, multiplied by the speed: a story of minutes must not be told as fast as one of hours.
 */
export function speedFor({ policy, expected }: Scenario, realSeconds: number): number {
  const window = secondsIn(policy?.['window']) ?? WINDOW_SECONDS;
  const worldSeconds = (expected.replaced ?? 1) * (window + OTHER_SECONDS);
  return Math.min(SPEED_MAX, Math.max(1, worldSeconds / realSeconds));
}

/** `10s`, `5m`. */
function secondsIn(duration: string | number | undefined): number | undefined {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(String(duration)) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit === 'm' ? 60 : 1);
}
