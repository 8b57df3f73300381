/** Keeps a text once that is read many times. It forgets all of them when there are too many: then some are kept twice. */
export class StringBook {
  readonly #known = new Map<string, string>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  once(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#max) this.#known.clear();
    this.#known.set(text, text);
    return text;
  }
}
