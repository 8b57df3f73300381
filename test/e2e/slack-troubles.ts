import type { FaultAnswer } from '../../src/sandbox/faults.ts';
import { atEffect, strikeOut } from './trouble.ts';
import type { Trouble } from './trouble.ts';

/** Longer than drover waits for an answer, real ms. */
const TOO_LATE_MS = 11_000;

/** What the next calls that say something are answered with, and how many of them, one kind after the other. */
const ANSWERS: readonly (readonly [answer: FaultAnswer, times: number])[] = [
  [{ body: { ok: false, error: 'token_revoked' } }, 1],
  [{ body: { ok: false, error: 'is_archived' } }, 1],
  [{ status: 429, headers: { 'retry-after': '1' } }, 2],
  [{ status: 503 }, 2],
  [{ drop: 'request' }, 2],
  [{ drop: 'answer' }, 2],
  [{ delayMs: TOO_LATE_MS }, 1],
];

/** Rows 66 and 67: everything that can go wrong with a word, one after the other. */
export function slackFails(at: number): Trouble {
  const match = { path: '^chat\\.(postMessage|update)' };
  return {
    name: 'Slack will not have us, limits, fails, cuts before and after, is too late',
    when: atEffect(at),
    async strike(place) {
      // Without this optional right a word whose answer was lost cannot be looked for, and may be said twice.
      (place.world.slack.app.scopes as string[]).push('channels:history');
      const faults = ANSWERS.map(([answer, times]) => ({ target: 'slack' as const, match, answer, times }));
      await strikeOut(place, ...faults);
    },
  };
}
