import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';

describe('SystemClock', () => {
  it('is real time unless told otherwise', () => {
    const clock = new SystemClock();

    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
    expect(clock.scale).toBe(1);
  });

  it('runs product time faster from the anchor on', () => {
    const anchor = Date.now() - 60_000;
    const clock = new SystemClock({ scale: 20, anchor });

    expect(Math.abs(clock.now() - (anchor + 20 * 60_000))).toBeLessThan(2_000);
    expect(Math.abs(clock.real() - Date.now())).toBeLessThan(50);
  });

  it('sleeps real time, measured by a clock that never jumps', async () => {
    const clock = new SystemClock({ scale: 100, anchor: 0 });
    const before = clock.monotonic();

    await clock.sleep(20);

    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(18);
  });
});
