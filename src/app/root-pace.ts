import type { Clock } from '../ports/clock.ts';
import type { RootPace } from './announce-rollout.ts';

/** Edits a minute that all rollouts share for mere progress. slack.md 2.10: 30 of the 50 that Slack grants. */
const EDITS_A_MINUTE = 30;

/** The quickest and the slowest that one root is redrawn, real ms. */
const EVERY_MIN_MS = 1_000;
const EVERY_MAX_MS = 120_000;

/** Shares the edits out: a change of phase is shown at once, progress as often as the number of rollouts allows. */
export function createRootPace(clock: Clock): RootPace {
  const drawn = new Map<string, { readonly at: number; readonly phase: string }>();
  return {
    waitMs(rolloutId, phase) {
      const last = drawn.get(rolloutId);
      if (last?.phase !== phase) return 0;
      const recent = [...drawn.values()].filter(({ at }) => clock.monotonic() - at < 60_000).length;
      // One rollout alone may be livelier: its share of a minute is never used up by others.
      const share = recent <= 1 ? EVERY_MIN_MS : (60_000 / EDITS_A_MINUTE) * recent;
      const everyMs = Math.min(EVERY_MAX_MS, Math.max(EVERY_MIN_MS, share));
      return Math.max(0, last.at + everyMs - clock.monotonic());
    },
    drawn(rolloutId, phase) {
      drawn.set(rolloutId, { at: clock.monotonic(), phase });
    },
  };
}
