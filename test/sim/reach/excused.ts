import { readFileSync, writeFileSync } from 'node:fs';
import type { Excused } from './judge-reach.ts';
import { NEVER } from './never.ts';

const RARE = new URL('rare.json', import.meta.url);

/** The checked-in lists: what cannot be, and what was measured as rare. */
export function excused(): Excused {
  return { never: NEVER, rare: JSON.parse(readFileSync(RARE, 'utf8')) as Record<string, string> };
}

export function writeRare(rare: Excused['rare']): void {
  writeFileSync(RARE, `${JSON.stringify(rare, undefined, 2)}\n`);
}
