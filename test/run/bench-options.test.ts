import { expect, it } from 'vitest';
import { readBenchOptions } from '../bench/bench-options.ts';

const bench = {
  options: {
    nodes: { kind: 'number', default: 24, about: 'nodes' },
    out: { kind: 'text', about: 'a file' },
    only: { kind: 'texts', about: 'names' },
    verbose: { kind: 'flag', about: 'more' },
  },
} as const;

it('a benchmark has its defaults, and takes what is typed', () => {
  expect(readBenchOptions(bench, [])).toEqual({ nodes: 24, out: undefined, only: [], verbose: false });
  const typed = ['--nodes', '3', '--out', 'runs.json', '--only', 'a', '--only', 'b', '--verbose'];
  expect(readBenchOptions(bench, typed)).toEqual({
    nodes: 3,
    out: 'runs.json',
    only: ['a', 'b'],
    verbose: true,
  });
  expect(readBenchOptions(bench, ['-h'])).toBe('help');
});

it.each([
  [['--nods', '3'], "Unknown option '--nods'"],
  [['--nodes', 'three'], '--nodes needs a whole number, not "three"'],
  [['--nodes', '0'], '--nodes needs a whole number, not "0"'],
  [['three'], "Unexpected argument 'three'"],
])('a benchmark refuses %j in one sentence', (argv, why) => {
  expect(() => readBenchOptions(bench, argv)).toThrow(why);
});
