import type { Rollout } from '../../../core/rollout/rollout.ts';
import { prose } from './inert.ts';
import { lasting } from './time-words.ts';

/** What a rollout waits for that does not answer; undefined: everything does. */
export function holdLine({ hold }: Rollout, now: number): string | undefined {
  if (hold === undefined) return undefined;
  return `:hourglass: *Holding* for ${lasting(now - hold.since)}: ${prose(hold.reason, 500)} It goes on by itself when this is over.`;
}
