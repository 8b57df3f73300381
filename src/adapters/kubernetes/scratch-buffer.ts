/** How many are kept: one page is parsed while the next one comes, for each of a few lists. */
const KEPT_MAX = 4;

/** Larger ones are left to the garbage collector. */
const KEPT_MAX_BYTES = 16 * 1024 * 1024;

const SMALLEST_BYTES = 64 * 1024;

const free: Buffer[] = [];

/**
 * Room for the bytes of one answer. It is used again and again: a fresh buffer of some megabytes for each page makes the
 * garbage collector look through the whole heap every few pages.
 */
export class ScratchBuffer {
  #buffer: Buffer;
  #length = 0;

  /** `expected`: bytes that will probably come. */
  constructor(expected: number) {
    const index = free.findIndex(({ length }) => length >= expected);
    const [found] = index === -1 ? [] : free.splice(index, 1);
    this.#buffer = found ?? Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, expected));
  }

  append(chunk: Buffer): void {
    if (this.#length + chunk.length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.#length + chunk.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#length += chunk.copy(this.#buffer, this.#length);
  }

  /** Valid until the room is given back. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  giveBack(): void {
    if (free.length < KEPT_MAX && this.#buffer.length <= KEPT_MAX_BYTES) free.push(this.#buffer);
    this.#buffer = NOTHING;
    this.#length = 0;
  }
}

const NOTHING = Buffer.alloc(0);
