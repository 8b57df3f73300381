/** Lines that are kept for each person. */
const KEPT_MAX = 50;

/** What a person sent lately; the arrow keys walk through it. */
export class CommandHistory {
  readonly #lines = new Map<string, string[]>();
  #at = 0;

  add(person: string, line: string): void {
    const lines = (this.#lines.get(person) ?? []).filter((one) => one !== line);
    this.#lines.set(person, [...lines, line].slice(-KEPT_MAX));
    this.#at = 0;
  }

  /** One further back; undefined: there is none. */
  older(person: string): string | undefined {
    const lines = this.#lines.get(person) ?? [];
    if (this.#at >= lines.length) return undefined;
    this.#at += 1;
    return lines.at(-this.#at);
  }

  /** One further forth; empty at the end. */
  newer(person: string): string {
    this.#at = Math.max(0, this.#at - 1);
    return this.#at === 0 ? '' : (this.#lines.get(person)?.at(-this.#at) ?? '');
  }

  get isWalking(): boolean {
    return this.#at > 0;
  }
}
