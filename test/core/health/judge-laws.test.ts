import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBaseline, CHECKOUT, cohort, evaluations, judged } from './a-window.ts';
import type { Sample } from '../../../src/core/health/sample.ts';

const CART = 'Deployment/shop/cart';

/** Mostly next to nothing, so that windows are passed, too. */
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((one) => one ** 6);

/** Requests of both cohorts at one evaluation, and which shares of them fail; of the patched ones more might. */
const moment = fc.record({
  n: fc.integer({ min: 1, max: 900 }),
  bad: share,
  more: share,
  others: fc.integer({ min: 1, max: 3_000 }),
  othersBad: share.map((one) => one / 20),
});

interface Moment {
  readonly n: number;
  readonly few: number;
  readonly many: number;
  readonly others: number;
  readonly othersBad: number;
}

/** A window in which patched pods are well, a little sick, or very. */
const moments = fc
  .tuple(fc.constantFrom(0, 0.02, 0.3), fc.array(moment, { minLength: 1, maxLength: 12 }))
  .map(([sick, list]) =>
    list.map(({ n, bad, more, others, othersBad }): Moment => {
      const few = Math.floor(Math.min(1, sick + bad) * n);
      const many = few + Math.floor(more * (n - few));
      return { n, few, many, others, othersBad: Math.floor(othersBad * others) };
    }),
  );

describe('a judgement of requests', () => {
  it('goes either way in what is drawn here', () => {
    const verdicts = new Set(
      fc.sample(moments, { numRuns: 300, seed: 1 }).map((list) => verdictOf(list, ({ few }) => few)),
    );

    expect([...verdicts]).toEqual(expect.arrayContaining(['PASS', 'HALT', 'EXTEND']));
  });

  it('is never better for more errors on patched pods', () => {
    fc.assert(
      fc.property(moments, (list) => {
        const [fewer, more] = [verdictOf(list, ({ few }) => few), verdictOf(list, ({ many }) => many)];
        expect(more !== 'PASS' || fewer === 'PASS', `${fewer}, and PASS with more errors`).toBe(true);
        expect(fewer !== 'HALT' || more === 'HALT', `HALT, and ${more} with more errors`).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order in which workloads are listed', () => {
    fc.assert(
      fc.property(moments, moments, (one, other) => {
        const samples = [samplesOf(one, CHECKOUT), samplesOf(other, CART)];
        const baselines = [aBaseline(), aBaseline({ workload: CART })];
        const forth = judged(samples.flat(), { baselines }, NOW);
        const back = judged(samples.toReversed().flat(), { baselines: baselines.toReversed() }, NOW);

        expect(back.verdict).toBe(forth.verdict);
        expect(sorted(back.reasons)).toEqual(sorted(forth.reasons));
      }),
      { numRuns: 200 },
    );
  });

  it('is the same for the same numbers: it remembers nothing', () => {
    fc.assert(
      fc.property(moments, (list) => {
        const samples = samplesOf(list, CHECKOUT);

        expect(judged(samples, {}, NOW)).toEqual(judged(structuredClone(samples), {}, NOW));
      }),
    );
  });
});

/** Six minutes into the window. */
const NOW = 360_000;

function verdictOf(list: readonly Moment[], badOf: (one: Moment) => number): string {
  return judged(samplesOf(list, CHECKOUT, badOf)).verdict;
}

function samplesOf(
  list: readonly Moment[],
  workload: string,
  badOf: (one: Moment) => number = ({ few }) => few,
): readonly Sample[] {
  return evaluations(
    ...list.map((one) => ({
      workload,
      patched: cohort(2, { n: one.n, bad: badOf(one), slow: 0 }),
      unpatched: cohort(6, { n: one.others, bad: one.othersBad, slow: 0 }),
    })),
  );
}

function sorted(list: readonly object[]): readonly string[] {
  return list.map((one) => JSON.stringify(one)).toSorted();
}
