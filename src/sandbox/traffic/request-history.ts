/** Requests of one world second. */
export interface RequestSecond {
  /** The second, in epoch seconds of world time. */
  readonly second: number;
  readonly ok: number;
  readonly failed: number;
}

interface Bucket {
  ok: number;
  failed: number;
}

/** Requests by world second, for as far back as it is told. */
export class RequestHistory {
  #seconds: number;
  #buckets = new Map<number, Bucket>();

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Requests that came evenly between two instants (world ms). */
  spread(from: number, to: number, ok: number, failed: number): void {
    const lengthMs = to - from;
    const last = Math.floor(to / 1000);
    const first = Math.max(Math.floor(from / 1000), last - this.#seconds);
    for (let second = first; second <= last; second++) {
      const part = Math.min(to, (second + 1) * 1000) - Math.max(from, second * 1000);
      if (part > 0) this.#add(second, (ok * part) / lengthMs, (failed * part) / lengthMs);
    }
    this.#forget(last - this.#seconds);
  }

  /** Requests that failed at one instant. */
  failAt(instant: number, failed: number): void {
    this.#add(Math.floor(instant / 1000), 0, failed);
  }

  /** Whole seconds that are over, oldest first. */
  until(now: number): RequestSecond[] {
    const current = Math.floor(now / 1000);
    return [...this.#buckets]
      .filter(([second]) => second < current)
      .sort(([one], [other]) => one - other)
      .map(([second, { ok, failed }]) => ({ second, ok, failed }));
  }

  #add(second: number, ok: number, failed: number): void {
    const bucket = this.#buckets.get(second) ?? { ok: 0, failed: 0 };
    bucket.ok += ok;
    bucket.failed += failed;
    this.#buckets.set(second, bucket);
  }

  #forget(before: number): void {
    for (const second of this.#buckets.keys()) if (second < before) this.#buckets.delete(second);
  }
}
