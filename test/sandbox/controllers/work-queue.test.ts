import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { createWorkQueue, SYNC_WARNING } from '../../../src/sandbox/controllers/work-queue.ts';

describe('a work queue', () => {
  let clock: WorldClock;
  beforeEach(() => {
    clock = WorldClock.standing(0);
  });
  afterEach(() => clock.stop());

  it('looks at a key once, after its lag, however often it is added', async () => {
    const seen: string[] = [];
    const queue = createWorkQueue({ clock, lagMs: 1_000, sync: (key) => seen.push(key) });

    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    const atOnce = [...seen];
    clock.turn(3_000);

    expect(atOnce).toEqual([]);
    expect(seen).toEqual(['a', 'b']);
  });

  it('keeps the earlier of two appointments', async () => {
    const at: number[] = [];
    const queue = createWorkQueue({ clock, lagMs: 0, sync: () => at.push(clock.now()) });
    const begun = clock.now();

    queue.add('a', 60_000);
    queue.add('a', 2_000);
    queue.add('a', 90_000);
    clock.turn(5_000);

    expect(at).toHaveLength(1);
    expect((at[0] ?? 0) - begun).toBe(2_000);
  });

  it('holds back what comes due while it is paused', async () => {
    const seen: string[] = [];
    const queue = createWorkQueue({ clock, lagMs: 10, sync: (key) => seen.push(key) });

    queue.pause();
    queue.add('a');
    clock.turn(3_000);
    const meanwhile = [...seen];
    queue.resume();
    clock.turn(1_000);

    expect(meanwhile).toEqual([]);
    expect(seen).toEqual(['a']);
  });

  it('reports a key that cannot be handled, tries it again later, and goes on with the others', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name, message }: Error) => name === SYNC_WARNING && warnings.push(message);
    process.on('warning', onWarning);
    const seen: string[] = [];
    const queue = createWorkQueue({
      clock,
      lagMs: 10,
      sync: (key) => {
        seen.push(key);
        if (key === 'bad' && seen.length < 3) throw new Error('no such thing');
      },
    });

    queue.add('bad');
    queue.add('good');
    clock.turn(20_000);
    await new Promise(setImmediate);
    process.off('warning', onWarning);

    expect(seen).toEqual(['bad', 'good', 'bad']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('no such thing');
  });
});
