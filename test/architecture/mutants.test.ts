import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../sim/mutants/mutants.ts';
import { REDUNDANT } from '../sim/mutants/redundant.ts';
import { UNPROVEN } from '../sim/mutants/unproven.ts';

/** issue 6: so many at the least. */
const MUTANTS_MIN = 25;

describe('the mutants of the engine', () => {
  it.each([...MUTANTS, ...UNPROVEN])(
    '$name: its text stands in the product exactly once, and its replacement is another',
    (mutant) => {
      expect(textOf(mutant.file).split(mutant.find)).toHaveLength(2);
      expect(mutant.replace).not.toBe(mutant.find);
      expect(mutant.killedBy.length).toBeGreaterThan(0);
    },
  );

  it('are enough, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(MUTANTS_MIN);
    const names = [...MUTANTS, ...UNPROVEN, ...REDUNDANT].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(REDUNDANT)('$name: what no run can tell has a unit test', ({ file, find, test }) => {
    expect(textOf(file).split(find)).toHaveLength(2);
    expect(textOf(test.file)).toContain(`it('${test.name}'`);
  });
});

function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
