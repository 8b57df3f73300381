import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCopy } from './a-copy.ts';
import type { Copy } from './a-copy.ts';

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** A file with a fault, and the rule that must report it. */
const FAULTS: readonly (readonly [rule: string, file: string, text: string])[] = [
  [
    'no-floating-promises',
    'src/app/planted-a.ts',
    'async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n',
  ],
  [
    'no-misused-promises',
    'src/app/planted-b.ts',
    'async function ready(): Promise<boolean> {\n  return true;\n}\nexport function go(): number {\n  return ready() ? 1 : 2;\n}\n',
  ],
  [
    'await-thenable',
    'src/app/planted-c.ts',
    'export async function go(): Promise<number> {\n  return await 1;\n}\n',
  ],
  [
    'switch-exhaustiveness-check',
    'src/core/planted-d.ts',
    "export function name(kind: 'a' | 'b'): string {\n  switch (kind) {\n    case 'a':\n      return 'A';\n  }\n  return '';\n}\n",
  ],
  ['no-restricted-properties', 'src/core/planted-e.ts', 'export const at = Math.random();\n'],
  ['no-restricted-globals', 'src/core/planted-f.ts', 'export const at = Date.now();\n'],
  ['no-restricted-globals', 'src/ports/planted-g.ts', 'export const at = new Date();\n'],
  [
    'max-lines-per-function',
    'src/app/planted-h.ts',
    `export function long(): number {\n  let n = 0;\n${lines(60, () => '  n += 1;')}\n  return n;\n}\n`,
  ],
  ['max-lines', 'src/app/planted-i.ts', lines(251, (n) => `export const n${n} = ${n};`)],
  ['max-lines', 'test/planted-j.ts', lines(401, (n) => `export const n${n} = ${n};`)],
  ['no-explicit-any', 'src/app/planted-k.ts', 'export const x: any = 1;\n'],
  ['no-non-null-assertion', 'src/app/planted-l.ts', 'export const x = [1].at(0)!;\n'],
  ['no-default-export', 'src/app/planted-m.ts', 'export default 1;\n'],
  ['no-console', 'src/app/planted-n.ts', "console.log('x');\n"],
  [
    'complexity',
    'src/core/planted-o.ts',
    `export const f = (n: number): number =>\n${lines(26, (n) => `  n === ${n} ? ${n} :`)}\n  0;\n`,
  ],
];

let copy: Copy;
let output: string;

beforeAll(() => {
  copy = makeCopy(['src/core/nearest-word.ts']);
  copy.plant(Object.fromEntries(FAULTS.map(([, file, text]) => [file, text])));
  ({ output } = copy.run(['oxlint', '--config', '.oxlintrc.json', '--format', 'unix', 'src', 'test']));
}, 60_000);

afterAll(() => copy.remove());

describe('the lint', () => {
  it.each(FAULTS)('reports %s in %s', (rule, file) => {
    const reported = output.split('\n').filter((line) => line.includes(`${file}:`));

    expect(reported.join('\n')).toContain(rule);
  });

  it('has nothing against a file that is as it should be', () => {
    expect(output).not.toContain('nearest-word.ts');
  });
});
