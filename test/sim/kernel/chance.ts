/**
 * Chance out of one number (sfc32): the same seed gives the same draws for ever. Streams that are forked by name are
 * independent, so that one part of a simulation may draw more without shifting what the others draw.
 */
export class Chance {
  readonly #seed: number;
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: number, name = '') {
    this.#seed = seed;
    this.#a = hash(seed, `${name} a`);
    this.#b = hash(seed, `${name} b`);
    this.#c = hash(seed, `${name} c`);
    for (let round = 0; round < 12; round++) this.next();
  }

  fork(name: string): Chance {
    return new Chance(this.#seed, name);
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#count++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** Whether something happens that does so with this probability. */
  is(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** The time to the next of events that come at random, `mean` apart on average. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)];
  }

  /** Says how often was drawn and what would come next: two runs that differ anywhere differ here. */
  get state(): string {
    return `${this.#count} ${this.#a >>> 0}`;
  }
}

/** FNV-1a over a number and a text. */
function hash(seed: number, text: string): number {
  let value = 2_166_136_261 ^ seed;
  value = Math.imul(value ^ (seed >>> 16), 16_777_619);
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  return value | 0;
}
