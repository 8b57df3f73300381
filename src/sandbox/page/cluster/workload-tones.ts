/** How many colours there are for workloads (`--tone-0` and so on in the style sheet). */
const TONES = 12;

/** A colour for each workload: given in the order in which they are first seen, and kept. */
export class WorkloadTones {
  readonly #tones = new Map<string, number>();

  of(workload: string): number {
    const known = this.#tones.get(workload);
    if (known !== undefined) return known;
    const tone = this.#tones.size % TONES;
    this.#tones.set(workload, tone);
    return tone;
  }

  /** Gives all of them their colours in a fixed order, so that the same world looks the same each time. */
  learn(workloads: Iterable<string>): void {
    for (const workload of [...new Set(workloads)].sort()) this.of(workload);
  }

  clear(): void {
    this.#tones.clear();
  }
}
