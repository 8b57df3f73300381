import type { FleetSnapshot, ReadingName, Readings } from '../fleet/fleet-snapshot.ts';
import type { Reading } from '../fleet/reading.ts';

type Read<N extends ReadingName> = Readings[N] extends Reading<infer T> ? T : never;

/** A snapshot as a check sees it: what was read, by name. Asking for what was not read is a mistake in the check. */
export interface Fleet {
  readonly snapshot: FleetSnapshot;
  get<N extends ReadingName>(name: N): Read<N>;
}

export function openFleet(snapshot: FleetSnapshot): Fleet {
  return {
    snapshot,
    get<N extends ReadingName>(name: N): Read<N> {
      const reading = snapshot.readings[name];
      if (reading.kind !== 'read')
        throw new Error(`a check asked for ${name}, which it does not list in its needs`);
      // The table of readings pairs each name with its type; TypeScript loses the pairing through the union.
      return reading.value as Read<N>;
    },
  };
}
