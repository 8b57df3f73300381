import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/a-copy.ts';
import { judgeSkips, readSkips } from './skips.ts';
import type { AllowedSkip } from './skips.ts';

const ENTRY: AllowedSkip = {
  file: 'a.test.ts',
  test: 'kubectl > *',
  reason: 'it is a client',
  without: 'kubectl',
};
const SKIPPED = { file: 'a.test.ts', test: 'kubectl > drains' };

const judge = (
  skipped: readonly { file: string; test: string }[],
  ran: readonly { file: string; test: string }[],
  programs: readonly string[] = [],
): ReturnType<typeof judgeSkips> =>
  judgeSkips([{ skipped, ran }], [ENTRY], (program) => programs.includes(program));

describe('skipped tests', () => {
  it('are fine when they are on the list and their program is missing', () => {
    expect(judge([SKIPPED], [])).toEqual({ failures: [], notes: [] });
  });

  it('fail when they are not on the list', () => {
    const { failures } = judge([{ file: 'a.test.ts', test: 'curl > drains' }, SKIPPED], []);

    expect(failures).toEqual([
      { name: 'a.test.ts: curl > drains', message: expect.stringContaining('not on the list') },
    ]);
  });

  it('fail when their program is there', () => {
    expect(judge([SKIPPED], [], ['kubectl']).failures).toEqual([
      { name: 'a.test.ts: kubectl > drains', message: expect.stringContaining('although kubectl is here') },
    ]);
  });

  it('are told of when the list names them and they ran', () => {
    expect(judge([], [SKIPPED], ['kubectl'])).toEqual({
      failures: [],
      notes: ['on the list of skips, but run here: a.test.ts'],
    });
  });

  it('fail when the list names a test that is not in its file', () => {
    expect(judge([], [{ file: 'a.test.ts', test: 'helm > installs' }]).failures).toEqual([
      { name: 'test/skips.json', message: 'a.test.ts has no test "kubectl > *"' },
    ]);
  });

  it('are not asked for when their file was not run', () => {
    expect(judge([], [{ file: 'b.test.ts', test: 'x' }])).toEqual({ failures: [], notes: [] });
  });
});

describe('test/skips.json', () => {
  it('names files that there are, each with a reason in a sentence', () => {
    for (const { file, test, reason } of readSkips(ROOT)) {
      expect(existsSync(`${ROOT}/${file}`)).toBe(true);
      expect(readFileSync(`${ROOT}/${file}`, 'utf8')).toContain(test.split(' > ')[0]);
      expect(reason).toMatch(/^[A-Z].{10,}\.$/);
    }
  });
});
