import { createHash } from 'node:crypto';

/** The same for every delivery of the same act, and for no other: engine.md 2.5. */
export function dedupeKey(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
