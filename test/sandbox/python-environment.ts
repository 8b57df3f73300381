import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/python', import.meta.url));
const PYTHON = `${CACHE}/bin/python`;
const LOCK = `${CACHE}.lock`;
/** Making the environment and installing takes seconds; a lock that is older belongs to a run that died. */
const LOCK_LIFE_MS = 180_000;
const LOOK_EVERY_MS = 200;
const INSTALL_LIMIT_MS = 150_000;

export type PythonEnvironment =
  | { readonly ok: true; readonly python: string }
  /** Why there is none: no Python here, or its packages cannot be had. */
  | { readonly ok: false; readonly reason: string };

/** A virtual environment with these packages (`slack_sdk==3.47.0`), made once and kept in node_modules/.cache. */
export async function pythonEnvironment(...packages: readonly string[]): Promise<PythonEnvironment> {
  try {
    await run('python3', ['-c', 'import venv, ensurepip']);
  } catch {
    return { ok: false, reason: 'no python3 with venv on the PATH' };
  }
  await locked(async () => {
    if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', CACHE], { timeout: INSTALL_LIMIT_MS });
  });
  return locked(() => install(packages));
}

async function install(packages: readonly string[]): Promise<PythonEnvironment> {
  const { stdout } = await run(PYTHON, ['-m', 'pip', 'freeze', '--disable-pip-version-check']);
  const present = stdout.toLowerCase().split('\n');
  const missing = packages.filter((wanted) => !present.includes(wanted.toLowerCase()));
  if (missing.length === 0) return { ok: true, python: PYTHON };
  try {
    await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...missing], {
      timeout: INSTALL_LIMIT_MS,
    });
    return { ok: true, python: PYTHON };
  } catch (error) {
    return { ok: false, reason: `${missing.join(', ')} cannot be installed: ${String(error).slice(0, 300)}` };
  }
}

/** One at a time, over all test processes: a directory can be made only once. */
async function locked<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(fileURLToPath(new URL('../../node_modules/.cache', import.meta.url)), { recursive: true });
  for (let waitedMs = 0; !taken(); waitedMs += LOOK_EVERY_MS) {
    if (waitedMs > LOCK_LIFE_MS) throw new Error(`${LOCK} is held by somebody else`);
    await sleep(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function taken(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_LIFE_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
