import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../src/core/health/binomial-tail.ts';
import { gateTiming } from '../../../src/core/health/gate-timing.ts';
import { percent } from '../../../src/core/health/number-words.ts';
import { trailingStreak } from '../../../src/core/health/streak.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { cohort, evaluations, judged } from './a-window.ts';

describe('the binomial tail', () => {
  it('is the sum of the terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, p) => {
          for (let k = 0; k <= n + 1; k++) expect(binomialTail(k, n, p)).toBeCloseTo(summed(k, n, p), 10);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps its digits where the chance is tiny and the counts are large', () => {
    // By exact rational arithmetic: P(K >= 150) for 1,000 and 0.1; P(K >= 1,100) for 100,000 and 0.01.
    expect(binomialTail(150, 1_000, 0.1) / 4.489_442_859_45e-7).toBeCloseTo(1, 8);
    expect(binomialTail(1_100, 100_000, 0.01) / 9.117_803_4e-4).toBeCloseTo(1, 6);
  });
});

describe('the durations of a window', () => {
  it('are those of the design for an ordinary node and for the canary', () => {
    const ordinary = gateTiming(DEFAULT_POLICY, false, 15_000);
    const canary = gateTiming(DEFAULT_POLICY, true, 15_000);

    expect(ordinary).toEqual({
      windowMs: 300_000,
      everyMs: 30_000,
      rateMs: 120_000,
      warmUpMs: 60_000,
      extensionMs: 900_000,
      retryMs: 10_000,
      baselineMs: 1_800_000,
    });
    expect(canary).toEqual({ ...ordinary, windowMs: 600_000 });
  });

  it('shrink with a short window, and grow with a source that looks rarely', () => {
    const short = gateTiming({ ...DEFAULT_POLICY, windowMs: 60_000 }, false, 1_000);
    const rare = gateTiming(DEFAULT_POLICY, false, 60_000);

    expect(short).toMatchObject({
      windowMs: 60_000,
      everyMs: 6_000,
      rateMs: 24_000,
      warmUpMs: 12_000,
      baselineMs: 360_000,
    });
    expect(rare).toMatchObject({ windowMs: 600_000, rateMs: 240_000, warmUpMs: 120_000 });
  });
});

describe('a streak', () => {
  const said = (...says: readonly (boolean | undefined)[]): ReturnType<typeof trailingStreak> =>
    trailingStreak(says.map((one, index) => ({ at: index, says: one })));

  it('counts back to the last no, and passes over silence', () => {
    expect(said(true, false, true, undefined, true)).toEqual({ count: 2, since: 2 });
    expect(said(true, false)).toEqual({ count: 0, since: undefined });
    expect(said()).toEqual({ count: 0, since: undefined });
  });
});

describe('a share in words', () => {
  it.each([
    [0, '0 %'],
    [0.000_42, '0.042 %'],
    [0.0031, '0.31 %'],
    [0.024, '2.4 %'],
    [0.4, '40 %'],
  ])('%d is %s', (share, words) => expect(percent(share)).toBe(words));
});

describe('the judge, whatever the numbers are', () => {
  const counts = fc.record({ n: fc.nat(5_000), bad: fc.nat(600), slow: fc.nat(600) });
  const answer = fc.oneof(
    { weight: 4, arbitrary: counts.map((value) => ({ kind: 'measured' as const, value })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'error' as const, why: 'x' }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'no-data' as const, why: 'x' }) },
  );
  const part = fc.record({ patched: answer, unpatched: answer }).map((one) => ({
    patched: cohort(2, one.patched),
    unpatched: cohort(6, one.unpatched),
  }));

  it('never passes an open window, nor one with too few valid evaluations', () => {
    const passedBlindly = fc.check(
      fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
        const samples = evaluations(...parts);
        const valid = samples
          .slice(-10)
          .filter(
            (one) => one.patched.requests.kind === 'measured' && one.unpatched.requests.kind === 'measured',
          );
        return parts.length >= 10 && valid.length >= 8 ? true : judged(samples).verdict !== 'PASS';
      }),
      { numRuns: 300 },
    );

    expect(passedBlindly.counterexample).toBeNull();
  });

  it('never halts on fewer than two evaluations, nor where patched pods are no worse than the others', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 12 }), (list) => {
        const alike = list.map((value) => ({ patched: cohort(2, value), unpatched: cohort(2, value) }));

        expect(judged(evaluations(...alike)).verdict).not.toBe('HALT');
        expect(judged(evaluations(...alike.slice(0, 1))).verdict).not.toBe('HALT');
      }),
    );
  });
});

function summed(k: number, n: number, p: number): number {
  let sum = 0;
  for (let i = k; i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i);
  return sum;
}

function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}
