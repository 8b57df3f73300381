import { createHash } from 'node:crypto';

/** A signature is good for five minutes either way, so ten minutes after it was seen it is good no more. */
const KEPT_MS = 10 * 60_000;
const KEPT_MAX = 100_000;

/** Remembers what was delivered, so that the same delivery is not taken twice. */
export class NonceBook {
  readonly #seen = new Map<string, number>();

  /** True the first time, false when the same was seen within ten minutes. `now`: real time, ms. */
  isNew(delivery: string, now: number): boolean {
    this.#forget(now);
    const nonce = createHash('sha256').update(delivery).digest('base64');
    if (this.#seen.has(nonce)) return false;
    this.#seen.set(nonce, now + KEPT_MS);
    return true;
  }

  #forget(now: number): void {
    for (const [nonce, until] of this.#seen) {
      if (until > now && this.#seen.size < KEPT_MAX) return;
      this.#seen.delete(nonce);
    }
  }
}
