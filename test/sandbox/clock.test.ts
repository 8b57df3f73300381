import { describe, expect, it } from 'vitest';
import { WorldClock } from '../../src/sandbox/clock.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

describe('the clock of the world', () => {
  it('runs due calls in the order of their world instants and shows each its own', async () => {
    const clock = new WorldClock(START, 100);
    const seen: [string, number][] = [];
    const begun = clock.now();

    clock.at(begun + 30_000, () => seen.push(['late', clock.now() - START]));
    clock.at(begun + 10_000, () => {
      seen.push(['early', clock.now() - START]);
      clock.after(1_000, () => seen.push(['from early', clock.now() - START]));
    });
    await clock.sleep(35_000);

    expect(seen.map(([name]) => name)).toEqual(['early', 'from early', 'late']);
    const [first, second] = seen.map(([, at]) => at) as [number, number];
    expect(second - first).toBe(1_000);
    clock.stop();
  });

  it('keeps its durations when the processor is busy', async () => {
    const clock = new WorldClock(START, 1_000);
    const instants: number[] = [];
    const begun = clock.now();

    clock.at(begun + 50_000, () => {
      busy(20);
      instants.push(clock.now());
      clock.after(2_000, () => instants.push(clock.now()));
    });
    await clock.sleep(100_000);

    expect((instants[1] ?? 0) - (instants[0] ?? 0)).toBe(2_000);
    expect((instants[0] ?? 0) - begun).toBe(50_000);
    clock.stop();
  });

  it('never shows a due call an instant before the one that made it', async () => {
    const clock = new WorldClock(START, 10_000);
    const begun = clock.now();
    let shown = 0;

    clock.at(begun - 60_000, () => {
      shown = clock.now();
    });
    await clock.sleep(1_000);

    expect(shown).toBeGreaterThanOrEqual(begun);
    clock.stop();
  });
});

describe('a standing clock', () => {
  it('moves only when it is turned, and runs what comes due in order', () => {
    const clock = WorldClock.standing(START);
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now() - START]);
    clock.after(5_000, note('later'));
    clock.after(1_000, () => {
      note('first')();
      clock.after(500, note('from it'));
    });

    clock.turn(3_000);

    expect(seen).toEqual([
      ['first', 1_000],
      ['from it', 1_500],
    ]);
    expect(clock.now() - START).toBe(3_000);
  });

  it('is turned step by step to the next pending call', () => {
    const clock = WorldClock.standing(START);
    clock.after(60_000, () => {});

    const [first, second] = [clock.step(), clock.step()];

    expect([first, second]).toEqual([true, false]);
    expect(clock.now() - START).toBe(60_000);
  });

  it('keeps every beat', () => {
    const clock = WorldClock.standing(START);
    const beats: number[] = [];
    clock.every(10_000, () => beats.push(clock.now() - START));

    clock.turn(35_000);

    expect(beats).toEqual([10_000, 20_000, 30_000]);
  });
});

function busy(realMs: number): void {
  const until = performance.now() + realMs;
  while (performance.now() < until);
}
