const ENTRIES_MAX = 2_000;

/** Remembers what was read for a while, counted from when the reading began. Failures are not remembered. */
export class TimedCache<T> {
  readonly #entries = new Map<string, { readonly since: number; readonly value: Promise<T> }>();
  readonly #keptMs: number;
  readonly #now: () => number;

  /** `now`: a clock that never jumps, ms. */
  constructor(keptMs: number, now: () => number) {
    this.#keptMs = keptMs;
    this.#now = now;
  }

  /** Callers that ask at the same time wait for the same reading. */
  async get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    const now = this.#now();
    if (known !== undefined && now - known.since < this.#keptMs) return known.value;
    const value = read();
    this.#keep(key, { since: now, value });
    try {
      return await value;
    } catch (error) {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
      throw error;
    }
  }

  #keep(key: string, entry: { readonly since: number; readonly value: Promise<T> }): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > ENTRIES_MAX && !oldest.done) this.#entries.delete(oldest.value);
  }
}
