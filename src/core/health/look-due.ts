import type { Claim } from '../rollout/claim.ts';
import type { GateRecord } from './gate-record.ts';
import { lookFailed } from './gate-record.ts';
import type { GateTiming } from './gate-timing.ts';

/** Product ms until the window is to be looked at again; 0 or less: now. After an error of the source it is sooner. */
export function untilNextLook(
  { looks }: Claim,
  record: GateRecord | undefined,
  timing: GateTiming,
  now: number,
): number {
  if (looks.lastAt === undefined) return 0;
  const everyMs = record && lookFailed(record) ? timing.retryMs : timing.everyMs;
  return looks.lastAt + everyMs - now;
}
