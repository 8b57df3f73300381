import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { untilNextLook } from '../../../src/core/health/look-due.ts';
import { withSamples } from '../../../src/core/health/gate-record.ts';
import type { GateRecord } from '../../../src/core/health/gate-record.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { NOBODY, TIMING, cohort, evaluations } from './a-window.ts';

const { everyMs, retryMs, windowMs } = TIMING;
const SETTLED = 1_000_000;

describe('the looks of a window', () => {
  it('begin at once', () => {
    expect(untilNextLook(judged({}), undefined, TIMING, SETTLED + 70_000)).toBe(0);
  });

  it('are due at fixed distances from its begin, however late the last one came', () => {
    for (const lateMs of [0, 1, 4_000, everyMs / 2]) {
      expect(dueAfter(3 * everyMs + lateMs)).toBe(4 * everyMs);
    }
  });

  it('are never nearer than half of the usual distance', () => {
    expect(dueAfter(3 * everyMs + everyMs / 2 + 1)).toBe(5 * everyMs);
    expect(dueAfter(4 * everyMs - 1)).toBe(5 * everyMs);
  });

  it('let the window end when it should: one delay at its end, not one for each look', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: everyMs / 2 - 1 }), (delayMs) => {
        const times = looksUntilEnd(delayMs);
        expect(times.at(-1)).toBe(windowMs + delayMs);
        expect(times).toHaveLength(windowMs / everyMs + 1);
      }),
    );
  });

  it('come as often as they can on a machine that is too slow for them', () => {
    fc.assert(
      fc.property(fc.integer({ min: everyMs / 2, max: 2 * everyMs }), (delayMs) => {
        const times = looksUntilEnd(delayMs);
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(everyMs / 2);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(1.5 * everyMs + delayMs);
      }),
    );
  });

  it('come sooner after an error of the source, counted from that error', () => {
    const failed = cohort(2, { kind: 'error', why: 'no answer' });
    const at = SETTLED + 3 * everyMs + 4_000;
    const record = withSamples(aRecord(), evaluations({ at, patched: failed, unpatched: NOBODY }));
    expect(untilNextLook(judged({ lastAt: at }), record, TIMING, at)).toBe(retryMs);

    const answered = withSamples(record, evaluations({ at: at + retryMs }));
    expect(untilNextLook(judged({ lastAt: at + retryMs }), answered, TIMING, at + retryMs)).toBe(
      everyMs - 4_000 - retryMs,
    );
  });
});

/** When the look after one at this time is due; both counted from the window's begin. */
function dueAfter(lastAt: number): number {
  return lastAt + untilNextLook(judged({ lastAt: SETTLED + lastAt }), undefined, TIMING, SETTLED + lastAt);
}

/** The times of all looks, from the window's begin, if each comes so long after it is due. */
function looksUntilEnd(delayMs: number): readonly number[] {
  const times = [delayMs];
  for (let at = delayMs; at < windowMs && times.length < 100; times.push(at)) at = dueAfter(at) + delayMs;
  return times;
}

function judged(looks: { readonly lastAt?: number }): Claim {
  return aClaim({ stage: 'judging', settledAt: SETTLED, looks: { valid: 1, all: 1, ...looks } });
}

function aRecord(): GateRecord {
  return { claim: 'uid-n1@0', source: 'test', scrapeMs: 15_000, baselines: [], samples: [] };
}
