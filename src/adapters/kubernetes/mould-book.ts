import { Mould } from './mould.ts';
import type { OpenRule, Reduce } from './mould.ts';
import { StringBook } from './string-book.ts';

/** A list comes in the order of names: objects that are alike come soon after each other. */
const MOULDS_MAX = 8;

/** As many nodes as a cluster may have, and instants beside them. */
const STRINGS_MAX = 16_384;

/** The moulds of one part of the objects of a list, the one that served last first. */
export class MouldBook<T> {
  readonly #rules: readonly OpenRule[];
  /** What the text lacks at its end to be JSON. */
  readonly #tail: string;
  readonly #moulds: Mould<T>[] = [];
  readonly #strings = new StringBook(STRINGS_MAX);
  readonly #once = (text: string): string => this.#strings.once(text);

  constructor(rules: readonly OpenRule[], tail = '') {
    this.#rules = rules;
    this.#tail = tail;
  }

  /** What stands here, and where it ends, if it is like something before it. */
  recall(json: Buffer, from: number): { readonly value: T; readonly end: number } | undefined {
    for (const [index, mould] of this.#moulds.entries()) {
      const end = mould.match(json, from);
      if (end === undefined) continue;
      if (index > 0) this.#toFront(index);
      return { value: mould.cast(json, this.#once), end };
    }
    return undefined;
  }

  /** What stands between two places, like something before it or not. Throws what is no JSON. */
  read(json: Buffer, from: number, to: number, reduce: Reduce<T>): T {
    const known = this.recall(json, from);
    if (known?.end === to) return known.value;
    const text = json.toString('utf8', from, to);
    const mould = Mould.of(text, this.#tail, this.#rules, reduce);
    if (mould?.match(json, from) !== to) return reduce(JSON.parse(text + this.#tail));
    if (this.#moulds.unshift(mould) > MOULDS_MAX) this.#moulds.pop();
    return mould.cast(json, this.#once);
  }

  #toFront(index: number): void {
    this.#moulds.unshift(...this.#moulds.splice(index, 1));
  }
}
