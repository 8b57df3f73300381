import type { ReadingName } from '../../core/fleet/fleet-snapshot.ts';
import type { Reading } from '../../core/fleet/reading.ts';

/** Which readings are asked for. Undefined: all of them. */
export type Wanted = ReadonlySet<ReadingName> | undefined;

/** The reading, or that nobody asked for it. */
export async function ifWanted<T>(
  wanted: Wanted,
  name: ReadingName,
  read: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  return wanted === undefined || wanted.has(name) ? read() : NOT_WANTED;
}

const NOT_WANTED = { kind: 'skipped', reason: 'it is not asked for at this moment' } as const;
