import type { ReadingName, Readings } from './fleet-snapshot.ts';
import type { Reading } from './reading.ts';

/** What a reading of this name holds. */
export type ValueOf<N extends ReadingName> = NonNullable<Readings[N]> extends Reading<infer T> ? T : never;

/** Undefined for what was not read, for whatever reason. */
export function valueOf<N extends ReadingName>(readings: Readings, name: N): ValueOf<N> | undefined {
  const reading = readings[name];
  // The table of readings pairs each name with its type; TypeScript loses the pairing through the union.
  return reading?.kind === 'read' ? (reading.value as ValueOf<N>) : undefined;
}
