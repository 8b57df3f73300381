import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Failure, StageResult, TestName } from './stage.ts';

/** A test that may be skipped, of test/skips.json. */
export interface AllowedSkip {
  readonly file: string;
  /** The titles joined by ` > `; one that ends with ` > *` stands for all tests under it. */
  readonly test: string;
  readonly reason: string;
  /** The program without which it cannot run: where it is on the PATH, the test may not be skipped. */
  readonly without?: string;
}

export interface SkipVerdict {
  readonly failures: readonly Failure[];
  readonly notes: readonly string[];
}

export function readSkips(root: string): readonly AllowedSkip[] {
  return JSON.parse(readFileSync(join(root, 'test/skips.json'), 'utf8')) as readonly AllowedSkip[];
}

/**
 * Holds the skipped tests against the list, both ways: a skipped test must be on it for a reason that is true here, and
 * an entry must name a test that there is. `isThere`: whether a program is on the PATH.
 */
export function judgeSkips(
  results: readonly Pick<StageResult, 'skipped' | 'ran'>[],
  allowed: readonly AllowedSkip[],
  isThere: (program: string) => boolean,
): SkipVerdict {
  const skipped = results.flatMap((result) => result.skipped);
  const ran = results.flatMap((result) => result.ran ?? []);
  return {
    failures: [
      ...skipped.flatMap((test) => unexcused(test, allowed, isThere)),
      ...allowed.flatMap((entry) => stale(entry, skipped, ran)),
    ],
    notes: entriesNotNeeded(allowed, skipped, ran),
  };
}

/** Whether a program is on the PATH. */
export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function unexcused(
  test: TestName,
  allowed: readonly AllowedSkip[],
  isThere: (program: string) => boolean,
): readonly Failure[] {
  const entry = allowed.find((one) => names(one, test));
  const name = `${test.file}: ${test.test}`;
  if (!entry) return [{ name, message: 'it was skipped and is not on the list test/skips.json' }];
  if (entry.without === undefined || !isThere(entry.without)) return [];
  return [{ name, message: `it was skipped although ${entry.without} is here (test/skips.json)` }];
}

/** An entry whose file was run but which names none of its tests. */
function stale(
  entry: AllowedSkip,
  skipped: readonly TestName[],
  ran: readonly TestName[],
): readonly Failure[] {
  const ofFile = [...skipped, ...ran].filter(({ file }) => file === entry.file);
  if (ofFile.length === 0 || ofFile.some((test) => names(entry, test))) return [];
  return [{ name: 'test/skips.json', message: `${entry.file} has no test "${entry.test}"` }];
}

/** An entry that is not needed here may not be needed anywhere: it is told in one line, so that somebody wonders. */
function entriesNotNeeded(
  allowed: readonly AllowedSkip[],
  skipped: readonly TestName[],
  ran: readonly TestName[],
): readonly string[] {
  const needless = allowed.filter(
    (entry) => ran.some((test) => names(entry, test)) && !skipped.some((test) => names(entry, test)),
  );
  if (needless.length === 0) return [];
  return [`on the list of skips, but run here: ${needless.map(({ file }) => file).join(', ')}`];
}

function names(entry: AllowedSkip, { file, test }: TestName): boolean {
  if (entry.file !== file) return false;
  return entry.test.endsWith(' > *') ? test.startsWith(entry.test.slice(0, -1)) : entry.test === test;
}
