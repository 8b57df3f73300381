import { describe, expect, it } from 'vitest';
import { finish } from '../../src/core/in-steps.ts';
import { sortInSteps } from '../../src/core/sort-in-steps.ts';

interface Card {
  readonly rank: number;
  readonly at: number;
}

const byRank = (a: Card, b: Card): number => a.rank - b.rank;

describe('sorting in steps', () => {
  it.each([0, 1, 2, 4_095, 4_096, 4_097, 20_000, 100_001])(
    'gives %i items in the order of toSorted, equals as they came',
    (length) => {
      const cards = Array.from({ length }, (_, at) => ({ rank: (at * 7919) % 1_009, at }));
      expect(finish(sortInSteps(cards, byRank))).toEqual(cards.toSorted(byRank));
    },
  );

  it('gives the very list where it is in order', () => {
    const cards = Array.from({ length: 10_000 }, (_, at) => ({ rank: at >> 1, at }));
    expect(finish(sortInSteps(cards, byRank))).toBe(cards);
  });

  it('pauses again and again on a long list', () => {
    const cards = Array.from({ length: 100_000 }, (_, at) => ({ rank: -at, at }));
    const steps = sortInSteps(cards, byRank);
    let pauses = 0;
    while (steps.next().done !== true) pauses++;
    expect(pauses).toBeGreaterThan(50);
  });
});
