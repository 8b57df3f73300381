/** One line of the timeline. */
export interface TraceLine {
  /** Seconds since the start of the simulation. */
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/** How much of it is kept: nothing, what changed something or went wrong, or every call too. */
export type TraceDepth = 'none' | 'deeds' | 'calls';

/** Kinds of which there are so many that they drown the others. */
const CALLS: readonly string[] = ['send', 'ticked'];

/**
 * What happened, as a fingerprint always and as a readable timeline where somebody reads it. Texts are made only then:
 * most of a simulation's time would go into them.
 */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #now: () => number;
  readonly #depth: TraceDepth;
  #print = 2_166_136_261;
  #count = 0;

  /** `now`: ms since the start. */
  constructor(now: () => number, depth: TraceDepth) {
    this.#now = now;
    this.#depth = depth;
  }

  /** `kind` goes into the fingerprint with the time; `what` is made only for the timeline. */
  note(kind: string, who: string, what: () => string): void {
    this.#count += 1;
    this.#mix(Math.round(this.#now() * 1_000));
    for (let index = 0; index < kind.length; index++) this.#mix(kind.charCodeAt(index));
    if (this.#depth === 'none' || (this.#depth === 'deeds' && CALLS.includes(kind))) return;
    this.lines.push({ at: this.#now() / 1_000, who, what: `${kind} ${what()}`.trim() });
  }

  get events(): number {
    return this.#count;
  }

  /** Of everything that was noted, in order. */
  get fingerprint(): string {
    return `${(this.#print >>> 0).toString(16).padStart(8, '0')}-${this.#count}`;
  }

  #mix(value: number): void {
    this.#print = Math.imul(this.#print ^ (value & 0xffff), 16_777_619);
    this.#print = Math.imul(this.#print ^ ((value / 65_536) & 0xffff), 16_777_619);
  }
}
