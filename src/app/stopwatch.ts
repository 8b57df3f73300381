import type { Clock } from '../ports/clock.ts';

/** Tells the product ms since it was started, by the clock that never jumps: set back, the other one would tell less than nothing. */
export function stopwatch(clock: Pick<Clock, 'monotonic' | 'scale'>): () => number {
  const begunAt = clock.monotonic();
  return () => (clock.monotonic() - begunAt) * clock.scale;
}
