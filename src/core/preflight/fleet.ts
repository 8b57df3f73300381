import { finish, type InSteps } from '../in-steps.ts';
import type { FleetSnapshot, ReadingName } from '../fleet/fleet-snapshot.ts';
import { valueOf, type ValueOf } from '../fleet/value-of.ts';

/** `plan`: before anything is done, with the surge still to come. `gate`: before one node of a rollout at work. */
export type Moment = 'plan' | 'gate';

/** A snapshot as a check sees it: what was read, by name. Asking for what was not read is a mistake in the check. */
export interface Fleet {
  readonly snapshot: FleetSnapshot;
  readonly moment: Moment;
  get<N extends ReadingName>(name: N): ValueOf<N>;
  /** Undefined for what was not read. */
  find<N extends ReadingName>(name: N): ValueOf<N> | undefined;
}

export function openFleet(snapshot: FleetSnapshot, moment: Moment = 'plan'): Fleet {
  const find = <N extends ReadingName>(name: N): ValueOf<N> | undefined => valueOf(snapshot.readings, name);
  return {
    snapshot,
    moment,
    find,
    get(name) {
      const value = find(name);
      if (value === undefined)
        throw new Error(`a check asked for ${name}, which it does not list in its needs`);
      return value;
    },
  };
}

/** Something worked out of a fleet that several checks need: once for each fleet. */
export function perFleet<T>(workOut: (fleet: Fleet) => T): (fleet: Fleet) => T {
  const known = new WeakMap<Fleet, { readonly value: T }>();
  return (fleet) => {
    const before = known.get(fleet);
    if (before) return before.value;
    const value = workOut(fleet);
    known.set(fleet, { value });
    return value;
  };
}

/** The same where it takes long. Whoever has other things to do meanwhile works it out in steps, before anybody asks. */
export interface FactInSteps<T> {
  (fleet: Fleet): T;
  readonly ahead: (fleet: Fleet) => InSteps<T>;
}

export function perFleetInSteps<T>(workOut: (fleet: Fleet) => InSteps<T>): FactInSteps<T> {
  const known = new WeakMap<Fleet, { readonly value: T }>();
  function* ahead(fleet: Fleet): InSteps<T> {
    const before = known.get(fleet);
    if (before) return before.value;
    const value = yield* workOut(fleet);
    known.set(fleet, { value });
    return value;
  }
  return Object.assign((fleet: Fleet) => known.get(fleet)?.value ?? finish(ahead(fleet)), { ahead });
}
