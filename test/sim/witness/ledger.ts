/** What others than drover did, and when: what they bring about is not drover's doing. */
export class Ledger {
  readonly #now: () => number;
  readonly #last = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(what: string): void {
    this.#last.set(what, this.#now());
  }

  /** ms since it happened last; infinite if it never did. */
  since(what: string): number {
    return this.#now() - (this.#last.get(what) ?? Number.NEGATIVE_INFINITY);
  }

  /** Whether it happened within so many ms. */
  isRecent(what: string, ms: number): boolean {
    return this.since(what) <= ms;
  }
}
