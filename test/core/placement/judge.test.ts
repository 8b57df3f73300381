import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readRecordedCases } from './recordings-of-scheduler.ts';

const PROGRAM = new URL('../../../src/cli/judge-placement.ts', import.meta.url).pathname;

function judge(lines: readonly string[]) {
  const { stdout, status } = spawnSync(process.execPath, [PROGRAM], {
    input: lines.join('\n'),
    encoding: 'utf8',
  });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { answers, status };
}

describe('judge:placement', () => {
  const [first, second] = readRecordedCases().map(({ verdict, ...rest }) => ({
    feasible: verdict.feasible,
    rest,
  }));

  it('answers one line a case, with the names of the nodes', () => {
    const { answers, status } = judge([JSON.stringify(first!.rest), JSON.stringify(second!.rest)]);
    expect(answers).toEqual([
      { id: first!.rest.id, feasible: first!.feasible, unproven: [] },
      { id: second!.rest.id, feasible: second!.feasible, unproven: [] },
    ]);
    expect(status).toBe(0);
  });

  it('says null and the features where it cannot prove', () => {
    const { pending, ...rest } = first!.rest;
    const strange = { ...rest, pending: { ...pending, spec: { ...pending.spec, newRule: 1 } } };
    expect(judge([JSON.stringify(strange)])).toEqual({
      answers: [{ id: rest.id, feasible: null, unproven: ['pod.spec.newRule'] }],
      status: 0,
    });
  });

  it('names what is wrong with a malformed line, goes on, and ends with 1', () => {
    const lines = ['{', '7', '{"id":"x","nodes":[],"pods":{}}', '{"id":"y","nodes":[],"pods":[]}'];
    const { answers, status } = judge([...lines, JSON.stringify(first!.rest)]);
    expect(answers.map(({ id }) => id)).toEqual([null, null, 'x', 'y', first!.rest.id]);
    expect(answers.slice(0, 4).every(({ error }) => typeof error === 'string')).toBe(true);
    expect(answers[4]).toMatchObject({ unproven: [] });
    expect(status).toBe(1);
  });
});
