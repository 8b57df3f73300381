import type { WorldClock } from '../clock.ts';
import type { Pod } from '../controllers/kinds/pod.ts';

/** How long a pod that could not be placed waits at least, doubled at every attempt (the real one's defaults). */
const BACKOFF_MS = 1_000;
const BACKOFF_MAX_MS = 10_000;

interface Waiting {
  attempts: number;
  /** World instant before which it is not tried again. */
  notBefore: number;
  /** Nothing has changed since the last attempt that could help it. */
  isParked: boolean;
}

/** The pods that have no node yet, and when each may be tried again. */
export class PendingPods {
  #clock: WorldClock;
  #waiting = new Map<string, Waiting>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** A pod that is new, or that was changed: it is tried at the next turn. */
  add(key: string): void {
    const attempts = this.#waiting.get(key)?.attempts ?? 0;
    this.#waiting.set(key, { attempts, notBefore: this.#clock.now(), isParked: false });
  }

  remove(key: string): void {
    this.#waiting.delete(key);
  }

  /** It could not be placed: it waits until something changes, and for its back-off at least. */
  park(key: string): void {
    const attempts = (this.#waiting.get(key)?.attempts ?? 0) + 1;
    const backoff = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (attempts - 1));
    this.#waiting.set(key, { attempts, notBefore: this.#clock.now() + backoff, isParked: true });
  }

  /** Something in the cluster changed. True if anybody was waiting for it. */
  wake(): boolean {
    let woken = false;
    for (const waiting of this.#waiting.values()) {
      woken ||= waiting.isParked;
      waiting.isParked = false;
    }
    return woken;
  }

  /** Those to be tried now. */
  due(): string[] {
    const now = this.#clock.now();
    return [...this.#waiting].flatMap(([key, { isParked, notBefore }]) =>
      isParked || notBefore > now ? [] : [key],
    );
  }

  /** The next instant at which one that is not parked may be tried. */
  nextDue(): number | undefined {
    const instants = [...this.#waiting.values()].flatMap(({ isParked, notBefore }) =>
      isParked ? [] : [notBefore],
    );
    return instants.length === 0 ? undefined : Math.min(...instants);
  }
}

/** Higher priority first, then the older. */
export function inOrderOfUrgency(one: Pod, other: Pod): number {
  return (
    (other.spec.priority ?? 0) - (one.spec.priority ?? 0) ||
    one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp) ||
    Number(one.metadata.resourceVersion) - Number(other.metadata.resourceVersion)
  );
}
