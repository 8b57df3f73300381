import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCopy } from './a-copy.ts';
import type { Copy } from './a-copy.ts';

const CHECK = 'test/architecture/check-layers.ts';

const config = createRequire(import.meta.url)('./layers.dependency-cruiser.cjs') as {
  readonly forbidden: readonly { readonly name: string }[];
};

/** For each rule a file that breaks it, and the folder or package that it must not import. */
const PLANTED: Readonly<Record<string, readonly [file: string, forbidden: string]>> = {
  'core-imports-only-itself': ['src/core/planted-a.ts', 'src/ports'],
  'ports-imports-only-itself-core': ['src/ports/planted-b.ts', 'src/app'],
  'app-imports-only-itself-core-ports': ['src/app/planted-c.ts', 'src/config'],
  'jobs-imports-only-itself-core-ports-app': ['jobs/planted-d.ts', 'src/config'],
  'listeners-imports-only-itself-core-ports-app-views': [
    'src/adapters/slack/listeners/planted-e.ts',
    'src/config',
  ],
  'views-imports-only-itself-core': ['src/adapters/slack/views/planted-f.ts', 'src/ports'],
  'core-and-ports-have-no-packages': ['src/core/planted-g.ts', 'zod'],
  'app-has-no-packages': ['src/app/planted-h.ts', 'zod'],
  'adapters-do-not-know-each-other': ['src/adapters/aws/planted-i.ts', 'src/adapters/redis'],
  'only-compose-picks-adapters': ['src/config/planted-j.ts', 'src/adapters/aws'],
  'adapters-do-not-call-app': ['src/adapters/aws/planted-k.ts', 'src/app'],
  'the-sandbox-shares-no-code-with-the-product': ['src/sandbox/planted-l.ts', 'src/core/fleet'],
  'the-product-does-not-know-the-sandbox': ['src/compose/planted-m.ts', 'src/sandbox/kubernetes'],
  'nothing-imports-tests': ['src/compose/planted-n.ts', 'test/run'],
  'one-home-per-sdk-kubernetes': ['src/adapters/aws/planted-o.ts', '@kubernetes/client-node'],
  'one-home-per-sdk-aws': ['src/adapters/slack/planted-p.ts', '@aws-sdk/client-ec2'],
  'one-home-per-sdk-slack': ['src/adapters/aws/planted-q.ts', '@slack/web-api'],
  'one-home-per-sdk-queue': ['src/adapters/aws/planted-r.ts', 'bullmq'],
  'one-home-per-sdk-redis': ['src/compose/planted-s.ts', 'ioredis'],
  'no-circular': ['src/core/planted-t.ts', 'src/core/planted-u.ts'],
};

/** A built-in module is a package to core; a type alone is an import too. */
const MORE: Readonly<Record<string, string>> = {
  'src/core/planted-v.ts': "import 'node:fs';\n",
  'src/core/planted-w.ts': "import type { z } from 'zod';\nexport type Planted = typeof z;\n",
};

let copy: Copy;

beforeAll(() => {
  copy = makeCopy(['src', 'jobs', 'test/run']);
});

afterAll(() => copy.remove());

describe('the dependency rule', { timeout: 90_000 }, () => {
  it('has a planted import for every sentence of it', () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(config.forbidden.map(({ name }) => name).toSorted());
  });

  it('holds in the copy before anything is planted, which is read whole', () => {
    const { code, output } = copy.run([CHECK, '--root', copy.folder]);

    expect(output).toMatch(/^0 violations, (\d+) modules read of \1$/m);
    expect(code).toBe(0);
  });

  it('fails when the tool can read nothing, as without @swc/core', () => {
    copy.plant({ 'hide-swc.mjs': HIDE_SWC });
    const { code, output } = copy.run([CHECK, '--root', copy.folder], {
      NODE_OPTIONS: `--import ${join(copy.folder, 'hide-swc.mjs')}`,
    });

    expect(output).toMatch(/^0 violations, [012] modules read of \d{3,}$/m);
    expect(code).toBe(1);
  });

  it('reports each planted import by the name of the rule', () => {
    copy.plant({
      ...MORE,
      ...plantedFiles(copy.folder),
      'src/core/planted-u.ts': "import './planted-t.ts';\n",
    });
    const { code, output } = copy.run([CHECK, '--root', copy.folder]);
    const expected = [
      ...Object.entries(PLANTED).map(([rule, [file]]) => `${rule}: ${file} -> `),
      ...Object.keys(MORE).map((file) => `: ${file} -> `),
    ];

    expect(expected.filter((line) => !output.includes(line))).toEqual([]);
    expect(code).toBe(1);
  });
});

function plantedFiles(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.values(PLANTED).map(([file, forbidden]) => [
      file,
      `import '${toward(folder, file, forbidden)}';\n`,
    ]),
  );
}

/** A package stays as it is; for a folder, any module in it. */
function toward(folder: string, file: string, forbidden: string): string {
  if (!forbidden.startsWith('src/') && !forbidden.startsWith('test/')) return forbidden;
  const target = forbidden.endsWith('.ts')
    ? forbidden
    : (globSync(`${forbidden}/*.ts`, { cwd: folder }).find((name) => !name.includes('planted')) ?? '');
  const path = relative(dirname(file), target);
  return path.startsWith('.') ? path : `./${path}`;
}

const HIDE_SWC = `
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('@swc/core')) return next(specifier, context);
    throw Object.assign(new Error('it is hidden'), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
`;
