import type { Exposed } from './exposition.ts';

export interface Point {
  /** Epoch ms of real time. */
  readonly at: number;
  readonly value: number;
}

export interface StoredSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** What a series had when it ended: from there on it is not there, until a point comes. As Prometheus marks it. */
const ENDED = Number.NaN;

interface Kept {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  points: { at: number; value: number; isEnd?: boolean }[];
}

/** A small memory of scrapes: what the sandbox answers from where no Prometheus is installed. */
export class SeriesStore {
  readonly #keptMs: number;
  #series = new Map<string, Kept>();

  /** `keptMs`: how far back it remembers. */
  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  /** What one scrape found. Series that were there before and are not in it have ended. */
  add(found: readonly Exposed[], at: number): void {
    const seen = new Set<string>();
    for (const { name, labels, value } of found) {
      const key = keyOf(name, labels);
      seen.add(key);
      const kept = this.#series.get(key) ?? { name, labels, points: [] };
      kept.points.push({ at, value });
      this.#series.set(key, kept);
    }
    for (const [key, kept] of this.#series) {
      const last = kept.points.at(-1);
      if (!seen.has(key) && last && !last.isEnd) kept.points.push({ at, value: ENDED, isEnd: true });
      this.#forget(key, kept, at - this.#keptMs);
    }
  }

  /** Series of that name, without the marks of their ends. */
  named(name: string): readonly StoredSeries[] {
    return [...this.#series.values()]
      .filter((kept) => kept.name === name)
      .map((kept) => ({ ...kept, points: kept.points.filter(({ isEnd }) => !isEnd) }));
  }

  /** The point that counts at an instant: the last one within the look-back, unless the series has ended since. */
  pointAt({ name, labels }: StoredSeries, instant: number, lookBackMs: number): Point | undefined {
    const kept = this.#series.get(keyOf(name, labels));
    const last = kept?.points.findLast(({ at }) => at <= instant);
    return last && !last.isEnd && last.at >= instant - lookBackMs ? last : undefined;
  }

  #forget(key: string, kept: Kept, before: number): void {
    const first = kept.points.findIndex(({ at }) => at >= before);
    if (first === -1) this.#series.delete(key);
    else if (first > 0) kept.points = kept.points.slice(first);
  }
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  return `${name}\0${Object.entries(labels)
    .map(([label, value]) => `${label}\0${value}`)
    .toSorted()
    .join('\0')}`;
}
