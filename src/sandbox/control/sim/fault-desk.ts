import type { Fault } from '../../faults.ts';
import type { WorldParts } from '../control-parts.ts';
import { ControlError } from '../http/control-error.ts';
import {
  anything,
  nested,
  number,
  oneOf,
  optional,
  readFields,
  type Reader,
  text,
  texts,
  whole,
} from '../http/read-fields.ts';

/** Real ms; a request that waits longer is rather dropped. */
const DELAY_MAX_MS = 600_000;
const TIMES_MAX = 1_000_000;

const pattern: Reader<string> = (value, name) => {
  const written = text(value, name);
  try {
    new RegExp(written);
  } catch (error) {
    throw new ControlError(
      400,
      `${name} must be a regular expression: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return written;
};

const FAULT = {
  target: oneOf('kubernetes', 'aws', 'slack'),
  match: nested({ method: optional(text), path: optional(pattern) }),
  answer: nested({
    status: optional(whole(200, 599)),
    headers: optional(texts),
    body: optional(anything),
    delayMs: optional(number(0, DELAY_MAX_MS)),
    drop: optional(oneOf<string | boolean>('request', 'answer', true, false)),
  }),
  times: optional(whole(1, TIMES_MAX)),
  actor: optional(text),
};

interface Placed {
  readonly id: number;
  readonly fault: Fault;
  readonly remove: () => void;
}

/** The faults that came through the test API; those that a scenario arms are its own and are not touched here. */
export class FaultDesk {
  readonly #world: () => WorldParts;
  #of: WorldParts['faults'] | undefined;
  #placed: Placed[] = [];
  #count = 0;

  constructor(world: () => WorldParts) {
    this.#world = world;
  }

  add(input: unknown): { readonly ok: true; readonly id: number } {
    const fault = readFields(FAULT, input) as Fault;
    const { faults } = this.#current();
    this.#count += 1;
    this.#placed.push({ id: this.#count, fault, remove: faults.add(fault) });
    return { ok: true, id: this.#count };
  }

  /** With or without strikes left. */
  list(): readonly (Fault & { readonly id: number })[] {
    this.#current();
    return this.#placed.map(({ id, fault }) => ({ id, ...fault }));
  }

  /** One by its id, or all. */
  remove(input: unknown): { readonly ok: true; readonly removed: number } {
    const { id } = readFields({ id: optional(text) }, input, 'the query');
    this.#current();
    const gone = this.#placed.filter((one) => id === undefined || String(one.id) === id);
    if (id !== undefined && gone.length === 0)
      throw new ControlError(
        404,
        `there is no fault ${id}; GET faults lists those that came through the test API`,
      );
    for (const { remove } of gone) remove();
    this.#placed = this.#placed.filter((one) => !gone.includes(one));
    return { ok: true, removed: gone.length };
  }

  /** A new world has a new book, without the faults of the old one. */
  #current(): WorldParts {
    const world = this.#world();
    if (world.faults !== this.#of) this.#placed = [];
    this.#of = world.faults;
    return world;
  }
}
