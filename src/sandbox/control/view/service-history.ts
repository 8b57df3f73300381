import type { TrafficMeter } from '../control-parts.ts';

/** World ms of one slot, and how many are kept: the last five minutes. */
const SLOT_MS = 5_000;
const SLOTS_KEPT = 60;

interface Counter {
  ok: number;
  failed: number;
  readonly slots: (readonly [number, number])[];
}

/** Requests per slot of world time: the meter counts from the beginning, the page draws what is recent. */
export class ServiceHistory {
  static readonly slotMs = SLOT_MS;
  readonly #traffic: TrafficMeter;
  readonly #counters = new Map<string, Counter>();

  constructor(traffic: TrafficMeter) {
    this.#traffic = traffic;
  }

  /** To be called once a slot. */
  sample(): void {
    for (const [id, { ok, failed }] of Object.entries(this.#traffic.meters().services)) {
      const counter = this.#counters.get(id);
      // A meter may be set back to nothing, once a world has come to rest.
      const isNew = counter === undefined || ok < counter.ok || failed < counter.failed;
      if (isNew) this.#counters.set(id, { ok, failed, slots: [] });
      else {
        counter.slots.push([ok - counter.ok, failed - counter.failed]);
        if (counter.slots.length > SLOTS_KEPT) counter.slots.shift();
        Object.assign(counter, { ok, failed });
      }
    }
  }

  /** Oldest first: `[ok, failed]`. */
  of(id: string): readonly (readonly [number, number])[] {
    return [...(this.#counters.get(id)?.slots ?? [])];
  }
}
