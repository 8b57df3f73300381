import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { someSurroundings } from './a-result.ts';
import { checkStage } from './check-stage.ts';
import { parseRunOptions } from './options.ts';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-command.ts';
import { STAGES } from './stages.ts';
import type { StageResult } from './stage.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-run-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a program of a stage', () => {
  it('is run with the packages of the checkout, and what it says is kept', async () => {
    const finished = await run("console.log('out'); console.error('err'); process.exit(3)");

    expect(finished).toMatchObject({ code: 3, ended: 'by-itself', stdout: 'out\n' });
    expect(finished.output).toContain('err');
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('err');
  });

  it('is ended with all that it started when its time is over', async () => {
    const child = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'])";
    const finished = await run(
      `const c = ${child}; console.log(c.pid); setInterval(() => {}, 1e3)`,
      // Long enough to have started both on a busy machine.
      3 / 60,
    );

    expect(finished).toMatchObject({ code: 1, ended: 'timeout' });
    expect(finished.stdout).toMatch(/^\d+\n$/);
    // Its end is asked for; the system carries it out.
    await vi.waitFor(() => expect(isAlive(Number(finished.stdout))).toBe(false), 5_000);
  });

  it('that is not there fails', async () => {
    const finished = await runCommand({ ...common(), words: ['no-such-program'], minutesMax: 1 });

    expect(finished).toMatchObject({ code: 127, ended: 'not-started' });
  });
});

describe('a check', () => {
  it('is one test, and says what it read', async () => {
    expect(await check("console.log('7 files')")).toEqual({
      passed: 1,
      failures: [],
      skipped: [],
      read: '7 files',
    });
  });

  it.each([
    ['read nothing', "console.log('0 files')", /read no files/],
    ['says nothing of what it read', '', /read no files/],
    ['ends badly', "console.log('7 files, 2 wrong'); process.exit(1)", /7 files, 2 wrong/],
  ])('that %s fails', async (_, script, message) => {
    const { passed, failures } = await check(script);

    expect(passed).toBe(0);
    expect(failures).toEqual([{ name: 'a program', message: expect.stringMatching(message) }]);
  });
});

describe('the stages', () => {
  it('have names of their own', () => {
    expect(new Set(STAGES.map(({ name }) => name)).size).toBe(STAGES.length);
  });

  it('are more from level to level, and a part is not run beside the whole', () => {
    const names = (...argv: string[]): readonly string[] =>
      parseRunOptions(argv, STAGES).stages.map(({ name }) => name);

    expect(names('--quick')).toContain('small story');
    expect(names()).not.toContain('small story');
    expect(names()).toEqual(
      expect.arrayContaining(names('--quick').filter((name) => name !== 'small story')),
    );
    expect(names()).toContain('scenarios');
    expect(names()).not.toContain('long');
    expect(names('--long')).toEqual([...names(), 'more sim', 'long']);
  });

  it('can be named one by one; a name that there is not is refused with those that there are', () => {
    expect(parseRunOptions(['--only', 'lint', '--only', 'unit'], STAGES).stages).toHaveLength(2);
    expect(() => parseRunOptions(['--only', 'lnt'], STAGES)).toThrow(
      /no stage "lnt"; there are typecheck, lint/,
    );
    expect(() => parseRunOptions(['--quick', '--long'], STAGES)).toThrow(/exclude each other/);
  });
});

function common(): { cwd: string; logFile: string } {
  return { cwd: folder, logFile: join(folder, 'log') };
}

async function run(script: string, minutesMax = 1): Promise<Finished> {
  return runCommand({ ...common(), words: [process.execPath, '-e', script], minutesMax });
}

async function check(script: string): Promise<StageResult> {
  const stage = checkStage({
    name: 'a check',
    about: '',
    level: 'quick',
    minutesMax: 1,
    commands: [
      {
        name: 'a program',
        words: [process.execPath, '-e', script],
        count: (output) => Number(/^(\d+) files/m.exec(output)?.[1] ?? 0),
        unit: 'files',
      },
    ],
  });
  return stage.run(someSurroundings({ root: folder, folder }));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that was ended but not yet waited for by its new parent is still listed.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
