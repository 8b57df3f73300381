import { describe, expect, it } from 'vitest';
import { readConformance } from './conformance-stage.ts';
import { aFinished } from './a-result.ts';
import { readMutants } from './mutants-stage.ts';
import { readSim } from './sim-stage.ts';
import { readPlay } from './scenario-stage.ts';
import { readVitestReport } from './read-vitest-report.ts';
import type { VitestReport } from './read-vitest-report.ts';

describe("vitest's report", () => {
  const report: VitestReport = {
    testResults: [
      {
        name: '/root/test/a.test.ts',
        status: 'failed',
        assertionResults: [
          { ancestorTitles: ['a', 'b'], title: 'works', status: 'passed' },
          { ancestorTitles: ['a'], title: 'breaks', status: 'failed', failureMessages: ['1 is not 2'] },
          { ancestorTitles: [], title: 'waits', status: 'skipped' },
          { ancestorTitles: [], title: 'is planned', status: 'todo' },
        ],
      },
      { name: '/root/test/b.test.ts', status: 'failed', message: 'cannot find ./c.ts', assertionResults: [] },
    ],
  };

  it('is counted: passed, failed with their messages, skipped with their names', () => {
    const result = readVitestReport(report, '/root');

    expect(result).toEqual({
      passed: 1,
      failures: [
        { name: 'test/b.test.ts', message: 'cannot find ./c.ts' },
        { name: 'test/a.test.ts: a > breaks', message: '1 is not 2' },
      ],
      skipped: [
        { file: 'test/a.test.ts', test: 'waits' },
        { file: 'test/a.test.ts', test: 'is planned' },
      ],
      ran: [
        { file: 'test/a.test.ts', test: 'a > b > works' },
        { file: 'test/a.test.ts', test: 'a > breaks' },
      ],
      read: '4 tests in 2 files',
    });
  });

  it('has no status that is passed over in silence', () => {
    const odd = [{ ancestorTitles: [], title: 'is odd', status: 'queued' }];
    const { failures } = readVitestReport(
      { testResults: [{ name: '/root/x.test.ts', status: 'passed', assertionResults: odd }] },
      '/root',
    );

    expect(failures).toEqual([{ name: 'x.test.ts: is odd', message: 'it has the unknown status queued' }]);
  });
});

describe('the output of the conformance run', () => {
  it('is counted story by story', () => {
    const stdout =
      'ok a (0.1 s)\nFAILED b (2.0 s)\n  step 3: 200, not 409\nexcepted c: why\n1 passed, 1 failed\n';
    const result = readConformance(aFinished({ code: 1, stdout }), 3);

    expect(result).toMatchObject({ passed: 1, read: '3 stories', failures: [{ name: 'story b' }] });
    expect(result.failures[0]?.message).toContain('200, not 409');
  });

  it('fails when a story was not told of', () => {
    const { failures } = readConformance(aFinished({ stdout: 'ok a (0.1 s)\n' }), 2);

    expect(failures).toEqual([{ name: 'conformance', message: '1 of 2 stories were played' }]);
  });

  it('fails when the program ended badly without a word', () => {
    const { failures } = readConformance(aFinished({ code: 1, stdout: 'ok a (0.1 s)\n' }), 1);

    expect(failures).toEqual([
      { name: 'conformance', message: expect.stringContaining('it ended with status 1') },
    ]);
  });
});

describe('the result of a play', () => {
  const line = (fields: object): string =>
    `${JSON.stringify({ scenario: 'small', outcome: 'succeeded', expected: 'succeeded', ok: true, ...fields })}\n`;

  it('is good when the story ended as its scenario says', () => {
    expect(readPlay('small', line({ used: { aws: [] } }), undefined)).toEqual({
      problem: undefined,
      used: { aws: [] },
    });
  });

  it.each([
    [line({ ok: false, problems: ['2 requests were lost'] }), undefined, /2 requests were lost/],
    [line({ outcome: 'halted' }), undefined, /ended halted, expected succeeded/],
    [line({}), 'it ended with status 1', /status 1/],
    [line({ scenario: 'healthy' }), undefined, /it played healthy, not small/],
    ['drover did not start', undefined, /it printed no result/],
    ['', 'it was still running after 3 minutes and was ended', /still running/],
  ])('is bad otherwise: %#', (stdout, ending, problem) => {
    expect(readPlay('small', stdout, ending).problem).toMatch(problem);
  });
});

describe('the result of the mutants', () => {
  it('is one test a mutant; one that survived fails by its name', () => {
    const stdout =
      'killed    no-cordon: I7 at seed 1\nSURVIVED  no-surge-first: 9 hot seeds break nothing; expected I1\n2 mutants, 1 survived\n';

    expect(readMutants(aFinished({ code: 1, stdout }), 5)).toEqual({
      passed: 1,
      failures: [{ name: 'mutant no-surge-first', message: expect.stringContaining('expected I1') }],
      skipped: [],
      read: '2 mutants',
    });
  });

  it('fails when no mutant was played, or when it ended badly without a word', () => {
    expect(readMutants(aFinished({ stdout: '0 mutants, 0 survived\n' }), 5).failures).toHaveLength(1);
    expect(readMutants(aFinished({ code: 1, stdout: '2 mutants, 0 survived\n' }), 5).failures).toHaveLength(
      1,
    );
  });
});

describe('the result of the simulation', () => {
  it('is one test a seed; a broken one is told with the command that replays it', () => {
    const stdout =
      'SIM FAIL seed=7 inv=I1: two at once -> npm run sim -- --seed 7\n3 seeds, 1 broken, 2.0 seeds/s\n';

    expect(readSim(aFinished({ code: 1, stdout }), 3, 5)).toEqual({
      passed: 2,
      failures: [{ name: 'sim seed=7', message: expect.stringContaining('npm run sim -- --seed 7') }],
      skipped: [],
      read: '3 seeds, 2.0 seeds/s',
    });
  });

  it('names what was never reached', () => {
    const stdout =
      'REACH FAIL "brake @ halting" was never reached, and is not excused\n3 seeds, 0 broken, 2.0 seeds/s\n';

    expect(readSim(aFinished({ code: 1, stdout }), 3, 5).failures).toEqual([
      { name: 'sim reach brake @ halting', message: expect.stringContaining('never reached') },
    ]);
  });

  it('fails when no seed was played, when fewer than there should be, or when it ended badly without a word', () => {
    const failuresOf = (stdout: string, code: number): readonly unknown[] =>
      readSim(aFinished({ code, stdout }), 3, 5).failures;

    expect(failuresOf('0 seeds, 0 broken, 0 seeds/s\n', 0)).toHaveLength(1);
    expect(failuresOf('2 seeds, 0 broken, 1 seeds/s\n', 0)).toEqual([
      { name: 'sim', message: 'only 2 of 3 seeds fit into 5 minutes' },
    ]);
    expect(failuresOf('3 seeds, 0 broken, 1 seeds/s\n', 1)).toHaveLength(1);
    expect(failuresOf('3 seeds, 0 broken, 1 seeds/s\n', 0)).toHaveLength(0);
  });
});
