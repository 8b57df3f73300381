import { describe, expect, it } from 'vitest';
import { inSlices } from '../../src/app/in-slices.ts';
import type { InSteps } from '../../src/core/in-steps.ts';
import { preflightInSteps, runPreflight } from '../../src/core/preflight/run-preflight.ts';
import { DEFAULT_POLICY } from '../../src/core/plan/patch-policy.ts';
import { aHealthyFleet } from '../fakes/builders/a-healthy-fleet.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** A clock on which each look takes so many ms, and which counts how often others got their turn. */
function aClock(lookMs: number): Clock & { turns: number } {
  let now = 0;
  const clock = {
    turns: 0,
    scale: 1,
    now: () => now,
    real: () => now,
    monotonic: () => (now += lookMs),
    sleep: async () => {
      clock.turns++;
    },
  };
  return clock;
}

function* counting(steps: number): InSteps<string> {
  for (let step = 0; step < steps; step++) yield;
  return 'done';
}

describe('work in slices', () => {
  it('lets others in when it has taken long enough, and not before', async () => {
    const [slow, quick] = [aClock(30), aClock(1)];

    expect(await inSlices(slow, counting(5))).toBe('done');
    expect(await inSlices(quick, counting(5))).toBe('done');
    expect([slow.turns, quick.turns]).toEqual([5, 0]);
  });

  it('passes on what goes wrong', async () => {
    const failing = (function* (): InSteps<never> {
      yield;
      throw new Error('no');
    })();

    await expect(inSlices(aClock(1), failing)).rejects.toThrow('no');
  });

  it('gives the report that preflight gives at once', async () => {
    const clock = aClock(30);
    const report = await inSlices(clock, preflightInSteps(aHealthyFleet(), DEFAULT_POLICY));

    expect(report).toEqual(runPreflight(aHealthyFleet(), DEFAULT_POLICY));
    // At least one turn for each check.
    expect(clock.turns).toBeGreaterThan(100);
  });
});
