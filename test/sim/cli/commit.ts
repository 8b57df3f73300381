import { execFileSync } from 'node:child_process';

/** The commit that is checked out; undefined outside of a repository. */
export function commit(): string | undefined {
  return hashOf('HEAD');
}

/**
 * Seeds that change with every commit: a bug that one commit's seeds miss, another's may meet. They are drawn from what
 * the commit holds and not from its own hash, so that it is held to the same seeds where it is merged or signed anew.
 */
export function startOfCommit(): number {
  const tree = hashOf('HEAD^{tree}');
  return tree === undefined ? 1 : Number.parseInt(tree.slice(0, 7), 16) + 1;
}

function hashOf(revision: string): string | undefined {
  try {
    const root = new URL('../../..', import.meta.url).pathname;
    return execFileSync('git', ['rev-parse', revision], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
}
