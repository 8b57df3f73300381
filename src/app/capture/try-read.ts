import type { Reading } from '../../core/fleet/reading.ts';
import type { Clock } from '../../ports/clock.ts';
import { PortError } from '../../ports/port-error.ts';

/** Tries of one reading; what stays unread after them is UNKNOWN to every check that needs it. */
const TRIES_MAX = 3;

/** Real milliseconds before the second try; twice as much before the third. */
const RETRY_MS = 300;

/** What came of a reading. `absent`: why it is skipped where the world does not have such things at all. */
export async function tryRead<T>(clock: Clock, work: () => Promise<T>, absent?: string): Promise<Reading<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: 'read', value: await work() };
    } catch (error) {
      if (absent !== undefined && error instanceof PortError && error.kind === 'not-found')
        return { kind: 'skipped', reason: absent };
      const mayPass =
        error instanceof PortError && (error.kind === 'unavailable' || error.kind === 'throttled');
      if (!mayPass || attempt === TRIES_MAX) {
        return { kind: 'unread', reason: error instanceof Error ? error.message : String(error) };
      }
      await clock.sleep(error.retryAfterMs ?? RETRY_MS * attempt);
    }
  }
}

/** A reading that another one is made from: what became of that one becomes of this. */
export async function following<S, T>(
  source: Reading<S>,
  next: (value: S) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  return source.kind === 'read' ? next(source.value) : source;
}
