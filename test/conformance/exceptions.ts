import { existsSync, readFileSync } from 'node:fs';

const README = new URL('../../src/sandbox/README.md', import.meta.url);

/** A line of the list: `- story \`name\`: why it cannot hold`. */
const LINE = /^- story `([\w-]+)`: (.+)$/gm;

/** The stories that the sandbox's README says cannot hold, with the reason. */
export function readExceptions(): Map<string, string> {
  if (!existsSync(README)) return new Map();
  const text = readFileSync(README, 'utf8');
  return new Map(
    [...text.matchAll(LINE)].map(([, story = '', reason = '']): [string, string] => [story, reason]),
  );
}
