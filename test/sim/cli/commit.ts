import { execFileSync } from 'node:child_process';

/** The commit that is checked out; undefined outside of a repository. */
export function commit(): string | undefined {
  try {
    const root = new URL('../../..', import.meta.url).pathname;
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Seeds that change with every commit: a bug that one commit's seeds miss, another's may meet. */
export function startOf(hash: string | undefined): number {
  return hash === undefined ? 1 : Number.parseInt(hash.slice(0, 7), 16) + 1;
}
