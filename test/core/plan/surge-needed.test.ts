import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surgeNeeded } from '../../../src/core/plan/surge-needed.ts';

/** Whether an unlucky choice among the emptiest zones can leave `zone` without an instance after so many launches. */
function canBeMissed(counts: ReadonlyMap<string, number>, zone: string, launches: number): boolean {
  if (launches === 0) return true;
  const least = Math.min(...counts.values());
  return [...counts]
    .filter(([name, count]) => count === least && name !== zone)
    .some(([name, count]) => canBeMissed(new Map([...counts, [name, count + 1]]), zone, launches - 1));
}

describe('the surge that reaches every zone', () => {
  it('is nothing when no zone must be reached', () => {
    expect(surgeNeeded(new Map([['a', 2]]), [])).toBe(0);
  });

  it('is one for each zone of a balanced group', () => {
    const balanced = new Map([
      ['a', 2],
      ['b', 2],
      ['c', 2],
    ]);
    expect(surgeNeeded(balanced, ['b'])).toBe(3);
    expect(surgeNeeded(balanced, ['a', 'b', 'c'])).toBe(3);
  });

  it('is one for the single zone that is short', () => {
    expect(
      surgeNeeded(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
        ['a'],
      ),
    ).toBe(1);
  });

  it('is enough against every choice of the group, and one less is not', () => {
    const zones = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
    const counts = zones.chain((names) =>
      fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.nat(3)))).map((pairs) => new Map(pairs)),
    );
    fc.assert(
      fc.property(counts, fc.nat(3), (byZone, pick) => {
        const zone = [...byZone.keys()][pick % byZone.size]!;
        const needed = surgeNeeded(byZone, [zone]);
        expect(canBeMissed(byZone, zone, needed)).toBe(false);
        expect(canBeMissed(byZone, zone, needed - 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
