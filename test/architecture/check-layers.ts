import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm run layers`: the dependency rule, and whether the tool read every file there is: without @swc/core beside
 * TypeScript 7 it reads none and finds nothing wrong. `--root FOLDER`: for the tests of
 * this check.
 */
const CONFIG = fileURLToPath(new URL('layers.dependency-cruiser.cjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUTPUT_MAX_BYTES = 256 * 1024 * 1024;
const FOLDERS = ['src', 'jobs', 'test'];

interface Report {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const { values } = parseArgs({ options: { root: { type: 'string', default: ROOT } } });
const { modules, summary } = cruise(values.root);
const read = new Set(modules.map(({ source }) => source));
const files = filesOf(values.root);
const unread = files.filter((file) => !read.has(file));
for (const { rule, from, to } of summary.violations) console.log(`${rule.name}: ${from} -> ${to}`);
for (const file of unread.slice(0, 10)) console.log(`not read: ${file}`);
console.log(
  `${summary.violations.length} violations, ${files.length - unread.length} modules read of ${files.length}`,
);
process.exitCode = summary.violations.length === 0 && unread.length === 0 && files.length > 0 ? 0 : 1;

function cruise(root: string): Report {
  const folders = FOLDERS.filter((folder) => globSync(folder, { cwd: root }).length > 0);
  const program = fileURLToPath(new URL('../../node_modules/.bin/depcruise', import.meta.url));
  const args = ['--config', CONFIG, '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX_BYTES,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report: ${stderr || stdout}`);
  return JSON.parse(stdout) as Report;
}

/** The files that must have been read. The recordings are data with a replayer of their own. */
function filesOf(root: string): readonly string[] {
  return FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.{ts,js,mjs,cjs}`, { cwd: root }))
    .filter((file) => !file.startsWith(join('test', 'recordings')))
    .toSorted();
}
