import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const CONFIGURATION = ['package.json', 'tsconfig.json', '.oxlintrc.json', '.knip.json', '.gitignore'];
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/** A temporary copy of parts of the checkout, to plant mistakes in. */
export interface Copy {
  readonly folder: string;
  /** Writes files, each named from the root. */
  plant(files: Readonly<Record<string, string>>): void;
  /** Runs a program with the project's Node. The first word is one of node_modules/.bin, or a script of ours. */
  run(words: readonly string[], env?: Readonly<Record<string, string>>): CopyRun;
  remove(): void;
}

export interface CopyRun {
  readonly code: number | null;
  readonly output: string;
}

/** `folders`: what is copied beside the configuration files; the packages are linked. */
export function makeCopy(folders: readonly string[]): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'drover-copy-'));
  for (const name of [...CONFIGURATION, ...folders])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    plant(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    run: ([program = '', ...args], env = {}) => runIn(folder, program, args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runIn(
  cwd: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): CopyRun {
  const file = program.endsWith('.ts') ? join(ROOT, program) : join(ROOT, 'node_modules/.bin', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
    maxBuffer: OUTPUT_MAX_BYTES,
  });
  return { code: status, output: `${stdout}${stderr}` };
}
