import type { Clock } from '../ports/clock.ts';
import { PortError } from '../ports/port-error.ts';

/** Tries before a person is told that something does not answer. */
const TRIES_MAX = 5;

/** Real ms before the second try; doubled at each further one: a person waits some seconds at the most. */
const FIRST_WAIT_MS = 250;

/** Does something again when a dependency did not answer for a moment. The work must be safe to repeat. */
export async function patiently<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES_MAX || !mayPass(error)) throw error;
      await clock.sleep(Math.max(error.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** (attempt - 1)));
    }
  }
}

function mayPass(error: unknown): error is PortError {
  return error instanceof PortError && (error.kind === 'unavailable' || error.kind === 'throttled');
}
