import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';
import { multisetOf } from './golden-multiset.ts';
import { originalsOf } from './originals-of.ts';
import { playIn } from './play-in.ts';

const SCENARIO = 'small';
const SEED = 7;
const SPEED = 40;

describe('a drover that is killed', () => {
  let host: SandboxHost;
  let golden: readonly string[];
  let effects: number;

  beforeAll(async () => {
    host = await SandboxHost.start({
      scenario: findScenario(SCENARIO),
      seed: SEED,
      speed: SPEED,
      withDrover: true,
      mode: 'http',
    });
    const originals = originalsOf(host.world);
    const played = await playIn(host);
    expect(played.outcome).toBe('succeeded');
    expect(played.inWorkMax).toBe(1);
    golden = multisetOf(played.effects, originals);
    effects = played.effects.length;
  }, 120_000);

  afterAll(async () => host.close());

  it('goes on where it was after every single effect, and does nothing twice', async () => {
    expect(effects).toBeGreaterThan(15);
    for (let kill = 1; kill <= effects; kill++) {
      const begun = Date.now();
      await host.reset({ scenario: SCENARIO, seed: SEED });
      const originals = originalsOf(host.world);
      const { drover } = host;
      let killed = '';
      const played = await playIn(host, (index, { verb, object }) => {
        if (index !== kill) return;
        killed = `${verb} ${object}`;
        void drover?.kill();
      });
      console.log(`kill ${kill}/${effects} after ${killed}: ${played.outcome} in ${Date.now() - begun} ms`);
      const after = `killed after effect ${kill}, ${killed}`;
      expect(multisetOf(played.effects, originals), after).toEqual(golden);
      expect(played.outcome, after).toBe('succeeded');
      expect(played.inWorkMax, after).toBe(1);
    }
  }, 1_800_000);
});
