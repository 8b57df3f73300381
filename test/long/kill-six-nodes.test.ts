import { describe, expect, it } from 'vitest';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { healthy } from '../../src/sandbox/scenarios/healthy.ts';
import type { Scenario } from '../../src/sandbox/scenarios/scenario.ts';
import { small } from '../../src/sandbox/scenarios/small.ts';
import { multisetOf } from '../e2e/golden-multiset.ts';
import { originalsOf } from '../e2e/originals-of.ts';
import { playIn } from '../e2e/play-in.ts';

/** The healthy cluster, with the short windows and the patience of the small one. */
const SIX_NODES: Scenario = {
  ...healthy,
  policy: small.policy ?? {},
  ...(small.lease ? { lease: small.lease } : {}),
  ...(small.quietPeriod ? { quietPeriod: small.quietPeriod } : {}),
};

const SPEED = 30;
const HOURS_MS = 6 * 3_600_000;

interface Played {
  readonly outcome: string;
  readonly deeds: readonly string[];
  readonly inWorkMax: number;
}

describe('a rollout of six nodes that is killed after each of its effects, one by one', () => {
  it(
    'goes on where it was, and does nothing twice',
    async () => {
      const golden = await play(undefined);
      expect(golden.played).toMatchObject({ outcome: 'succeeded', inWorkMax: 1 });
      for (let at = 1; at <= golden.effects; at++) {
        const { played } = await play(at);
        console.log(`killed after effect ${at} of ${golden.effects}: ${played.outcome}`);
        expect(played, `killed after effect ${at}`).toEqual(golden.played);
      }
    },
    HOURS_MS,
  );
});

async function play(killAt: number | undefined): Promise<{ played: Played; effects: number }> {
  const host = await SandboxHost.start({
    scenario: SIX_NODES,
    seed: 7,
    speed: SPEED,
    withDrover: true,
    mode: 'http',
  });
  try {
    const originals = originalsOf(host.world);
    const { outcome, effects, inWorkMax } = await playIn(host, (index) => {
      if (index === killAt) void host.drover?.kill();
    });
    return { played: { outcome, deeds: multisetOf(effects, originals), inWorkMax }, effects: effects.length };
  } finally {
    await host.close();
  }
}
