import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../src/sandbox/scenarios/catalogue.ts';
import { FAULT_NAMES } from '../sim/kernel/regime.ts';
import { ROOT } from './a-copy.ts';

/** Rows of the matrix. */
const ROWS = 83;

/** Cells of a row: its number, the fault, what drover does, the tests. */
const CELLS = 4;

interface Row {
  readonly number: number;
  readonly tests: string;
}

const rows = rowsOf(readFileSync(join(ROOT, 'docs/fault-matrix.md'), 'utf8'));

describe('the fault matrix', () => {
  it('has each row once, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
  });

  it('names tests that exist', () => {
    const named = rows.flatMap(({ tests }) => namedTests(tests));

    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ file, title }) => !hasTest(file, title))).toEqual([]);
  });

  it('names stories and simulated faults that exist', () => {
    const stories = rows.flatMap(({ tests }) => namesAfter('story', tests));
    const faults = rows.flatMap(({ tests }) => namesAfter('sim', tests));

    expect(stories.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))).toEqual([]);
    expect(faults.filter((name) => !(FAULT_NAMES as readonly string[]).includes(name))).toEqual([]);
  });

  it('has a test or a reason in every row, and nothing that is neither', () => {
    expect(rows.filter(({ tests }) => leftOver(tests) !== '').map(({ number }) => number)).toEqual([]);
  });

  it('would notice a test that is not there', () => {
    expect(hasTest('test/architecture/fault-matrix.test.ts', 'has each row once, in order')).toBe(true);
    expect(hasTest('test/architecture/fault-matrix.test.ts', 'has each row'.slice(0, -1))).toBe(false);
    expect(hasTest('test/architecture/no-such.test.ts', 'has each row once, in order')).toBe(false);
    expect(leftOver('`test/a.test.ts` "is so", sim `crash`')).toBe('');
    expect(leftOver('`test/a.test.ts`, and so on')).not.toBe('');
    expect(leftOver('')).not.toBe('');
  });
});

function rowsOf(page: string): readonly Row[] {
  return page.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const number = Number(cells[1]);
    return cells.length === CELLS + 2 && number > 0 ? [{ number, tests: cells[CELLS] ?? '' }] : [];
  });
}

const NAMED_TEST = /`(test\/[\w./-]+)` "([^"]+)"/g;

function namedTests(tests: string): readonly { readonly file: string; readonly title: string }[] {
  return [...tests.matchAll(NAMED_TEST)].map(([, file = '', title = '']) => ({ file, title }));
}

function namesAfter(word: 'story' | 'sim', tests: string): readonly string[] {
  return [...tests.matchAll(new RegExp(`\\b${word} \`([^\`]+)\``, 'g'))].map((match) => match[1] ?? '');
}

/** What stands in the cell beside names and a reason; '' when all of it is understood. */
function leftOver(tests: string): string {
  if (/^no test: .{20,}/.test(tests)) return '';
  if (tests === '') return 'nothing';
  return tests
    .replaceAll(NAMED_TEST, '')
    .replaceAll(/\b(?:story|sim) `[^`]+`/g, '')
    .replaceAll(/[,\s]/g, '');
}

/** Whether the file has that title as a text of its own, as the names of tests are. */
function hasTest(file: string, title: string): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return ["'", '`', '"'].some((quote) => source.includes(`${quote}${title}${quote}`));
}
