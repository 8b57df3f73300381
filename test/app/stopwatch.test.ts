import { expect, it } from 'vitest';
import { stopwatch } from '../../src/app/stopwatch.ts';

it('a clock that is set back makes nothing take less than no time', () => {
  let monotonic = 5_000;
  let now = Date.parse('2026-06-01T10:30:00Z');
  const clock = { monotonic: () => monotonic, now: () => now, scale: 20 };
  const elapsedMs = stopwatch(clock);

  monotonic += 100;
  now -= 3_600_000;

  expect(elapsedMs()).toBe(2_000);
});
