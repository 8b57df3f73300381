import type { WorldClock, WorldTimer } from '../clock.ts';

/** Keys of objects to be looked at, each at most once until it is looked at. */
export interface WorkQueue {
  /** `delayMs`: world ms from now; the queue's lag unless given. An earlier appointment wins. */
  add(key: string, delayMs?: number): void;
  /** Keys that come due are held back until `resume`. */
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface WorkQueueOptions {
  readonly clock: WorldClock;
  /** World ms between a change and the look at it, as the real one's watch and queue take. */
  readonly lagMs: number;
  readonly sync: (key: string) => void;
}

/** The name of the process warning that tells of a sync that failed. */
export const SYNC_WARNING = 'SyncFailedWarning';

/** World ms until a key whose sync failed is tried again. */
const RETRY_MS = 5_000;

export function createWorkQueue({ clock, lagMs, sync }: WorkQueueOptions): WorkQueue {
  const appointments = new Map<string, { due: number; timer: WorldTimer }>();
  const held = new Set<string>();
  let isPaused = false;
  let isStopped = false;

  function fire(key: string): void {
    appointments.delete(key);
    if (isPaused) held.add(key);
    else attempt(key);
  }

  /** One object that cannot be handled must not stop all others: it is reported, and tried again later. */
  function attempt(key: string): void {
    try {
      sync(key);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.emitWarning(`"${key}" could not be handled: ${text}`, SYNC_WARNING);
      add(key, RETRY_MS);
    }
  }

  function add(key: string, delayMs = lagMs): void {
    if (isStopped || held.has(key)) return;
    const due = clock.now() + delayMs;
    const former = appointments.get(key);
    if (former && former.due <= due) return;
    former?.timer.cancel();
    appointments.set(key, { due, timer: clock.at(due, () => fire(key)) });
  }

  return {
    add,
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
      const keys = [...held];
      held.clear();
      for (const key of keys) add(key);
    },
    stop: () => {
      isStopped = true;
      for (const { timer } of appointments.values()) timer.cancel();
      appointments.clear();
      held.clear();
    },
  };
}
