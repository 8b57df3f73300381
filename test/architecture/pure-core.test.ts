import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCopy } from './a-copy.ts';
import type { Copy } from './a-copy.ts';

/** What would be I/O, a clock or chance, one in a file of its own. */
const IMPURE: Readonly<Record<string, string>> = {
  process: 'export const x = process.pid;\n',
  fetch: "export const x = fetch('http://127.0.0.1');\n",
  setTimeout: 'export const x = setTimeout(() => {}, 1);\n',
  console: "console.log('x');\n",
  buffer: "export const x = Buffer.from('x');\n",
  'node-fs': "import { readFileSync } from 'node:fs';\nexport const x = readFileSync('/x');\n",
  crypto: 'export const x = crypto.randomUUID();\n',
};

/** The compiler's words for a name or a module that it does not know. */
const UNKNOWN_NAME = /error TS(2304|2307|2580|2584|2591)/;

let copy: Copy;

beforeAll(() => {
  copy = makeCopy(['src/core', 'src/ports']);
});

afterAll(() => copy.remove());

describe('core and ports', () => {
  it('compile as they are', () => {
    expect(compile()).toEqual([]);
  });

  it.each(['core', 'ports'])('do not compile with anything of Node in %s', (ring) => {
    for (const [name, text] of Object.entries(IMPURE))
      copy.plant({ [`src/${ring}/planted-${name}.ts`]: text });
    const errors = compile();
    const reported = Object.keys(IMPURE).filter((name) =>
      errors.some((line) => line.startsWith(`src/${ring}/planted-${name}.ts`) && UNKNOWN_NAME.test(line)),
    );

    expect(reported).toEqual(Object.keys(IMPURE));
  });
});

function compile(): readonly string[] {
  const { output } = copy.run(['tsc', '-p', 'src/core/tsconfig.json']);
  return output.split('\n').filter((line) => line.includes('error TS'));
}
