import type { InSteps } from '../core/in-steps.ts';
import type { Clock } from '../ports/clock.ts';

/** Real ms of work before others get their turn: a lease that is due, a probe, a page that comes in. */
const SLICE_MS = 20;

/** Does long work without keeping the process from everything else. The work ends by itself. */
export async function inSlices<T>(clock: Clock, work: InSteps<T>): Promise<T> {
  let until = clock.monotonic() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (clock.monotonic() < until) continue;
    await clock.sleep(0);
    until = clock.monotonic() + SLICE_MS;
  }
}
