import { describe, expect, it } from 'vitest';
import type { Excused, Reached } from '../sim/reach/judge-reach.ts';
import { excused } from '../sim/reach/excused.ts';
import { isRare, judgeReach, SEEDS_MIN } from '../sim/reach/judge-reach.ts';
import { reachFailures } from '../sim/reach/reach-report.ts';
import { PAIRS, REASONS, STATES } from '../sim/reach/what-can-be.ts';

const NAMES = [...STATES, ...REASONS, ...PAIRS];
const NOTHING: Excused = { never: {}, rare: {} };

describe('what the simulation must reach', () => {
  it('is everything that can be', () => {
    expect(judgeReach(all(SEEDS_MIN), NOTHING)).toEqual({ missing: [], unknown: [], excusedInVain: [] });
  });

  it.each(['paused', 'verdict PASS', 'brake @ running/draining'])('and it fails without %s', (name) => {
    const judged = judgeReach(all(SEEDS_MIN, { [name]: 0 }), NOTHING);

    expect(judged.missing).toEqual([name]);
    expect(reachFailures(judged)).toEqual([expect.stringContaining(`REACH FAIL "${name}"`)]);
  });

  it('but for what is on a list', () => {
    const without = all(SEEDS_MIN, { paused: 0, 'verdict PASS': 0 });
    const lists = { never: { paused: 'nobody pauses' }, rare: { 'verdict PASS': 'rare: 1 of 9' } };

    expect(judgeReach(without, lists).missing).toEqual([]);
  });

  it('is not asked of a short run', () => {
    expect(judgeReach(all(SEEDS_MIN - 1, { paused: 0 }), NOTHING).missing).toEqual([]);
  });

  it.each([
    { states: { 'running/dancing': 1 } },
    { reasons: { 'problem new': 1 } },
    { pairs: { 'new-fault @ holding': 1 } },
  ])('is told when it is on no list of what can be: %j', (more) => {
    const reached = { seeds: 1, states: {}, reasons: {}, pairs: {}, ...more };

    expect(judgeReach(reached, NOTHING).unknown).toHaveLength(1);
    expect(reachFailures(judgeReach(reached, NOTHING))).toHaveLength(1);
  });

  it('is excused in vain where it is reached all the same: always if it never could be, or often if it was rare', () => {
    const lists = {
      never: { paused: 'nobody pauses' },
      rare: { halted: 'rare: 1 of 9', holding: 'rare: 2 of 9' },
    };
    const reached = all(SEEDS_MIN, { paused: 1, halted: 5, holding: 500 });

    expect(judgeReach(reached, lists).excusedInVain).toEqual(['holding', 'paused']);
  });

  it.each([
    [28, SEEDS_MIN, true],
    [29, SEEDS_MIN, false],
    [5, 500, true],
    [6, 500, false],
    [0, 1, true],
    [187, 100_000, true],
    [195, 100_000, false],
  ])('is rare when chance alone may keep it out of a run: %d times in %d seeds: %s', (count, seeds, rare) => {
    expect(isRare(count, seeds)).toBe(rare);
  });
});

describe('the lists of what need not be reached', () => {
  const { never, rare } = excused();

  it('name what there is, each once and with a reason', () => {
    for (const [name, why] of [...Object.entries(never), ...Object.entries(rare)]) {
      expect(NAMES).toContain(name);
      expect(why.length).toBeGreaterThan(10);
    }
    expect(Object.keys(never).filter((name) => name in rare)).toEqual([]);
  });

  it('leave at least a third of it to be reached', () => {
    expect(Object.keys(never).length + Object.keys(rare).length).toBeLessThan((NAMES.length * 2) / 3);
  });
});

/** A run that has reached everything often, but for these. */
function all(seeds: number, but: Readonly<Record<string, number>> = {}): Reached {
  const counts = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, but[name] ?? 100]));
  return { seeds, states: counts(STATES), reasons: counts(REASONS), pairs: counts(PAIRS) };
}
