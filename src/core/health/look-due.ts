import type { Claim } from '../rollout/claim.ts';
import type { GateRecord } from './gate-record.ts';
import { lookFailed } from './gate-record.ts';
import type { GateTiming } from './gate-timing.ts';

/** A look that came late is followed by the next one on time, unless that would be nearer than this share of the usual distance. */
const SPACING_MIN = 0.5;

/**
 * Product ms until the window is to be looked at again; 0 or less: now. Looks are due at fixed distances from the
 * window's begin, so that its end does not move with every look that came late. After an error of the source it is sooner.
 */
export function untilNextLook(
  { looks, settledAt }: Claim,
  record: GateRecord | undefined,
  { everyMs, retryMs }: GateTiming,
  now: number,
): number {
  const { lastAt } = looks;
  if (lastAt === undefined) return 0;
  if (record && lookFailed(record)) return lastAt + retryMs - now;
  const begin = settledAt ?? lastAt;
  const looksBefore = Math.ceil((lastAt + SPACING_MIN * everyMs - begin) / everyMs);
  return begin + looksBefore * everyMs - now;
}
