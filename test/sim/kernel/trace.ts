/** One line of the timeline. */
export interface TraceLine {
  /** Seconds since the start of the simulation. */
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/**
 * What happened, as a fingerprint always and as a readable timeline where somebody reads it. Texts are made only then:
 * most of a simulation's time would go into them.
 */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #now: () => number;
  readonly #keeps: boolean;
  #print = 2_166_136_261;
  #count = 0;

  /** `now`: ms since the start. */
  constructor(now: () => number, keeps: boolean) {
    this.#now = now;
    this.#keeps = keeps;
  }

  /** `kind` goes into the fingerprint with the time; `what` is made only for the timeline. */
  note(kind: string, who: string, what: () => string): void {
    this.#count += 1;
    this.#mix(Math.round(this.#now() * 1_000));
    for (let index = 0; index < kind.length; index++) this.#mix(kind.charCodeAt(index));
    if (this.#keeps) this.lines.push({ at: this.#now() / 1_000, who, what: `${kind} ${what()}`.trim() });
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
