import { expect } from 'vitest';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { SMALL } from './a-small-host.ts';
import { multisetOf } from './golden-multiset.ts';
import { originalsOf } from './originals-of.ts';
import { playIn } from './play-in.ts';

export interface Golden {
  /** What is done to which original object when nothing goes wrong. */
  readonly deeds: readonly string[];
  /** How many effects that are. */
  readonly effects: number;
}

/** Plays the golden rollout without any trouble: what every troubled one must come to. */
export async function playGolden(host: SandboxHost): Promise<Golden> {
  const originals = originalsOf(host.world);
  const played = await playIn(host);
  expect(played.outcome).toBe('succeeded');
  expect(played.inWorkMax).toBe(1);
  expect(played.effects.length).toBeGreaterThan(15);
  return { deeds: multisetOf(played.effects, originals), effects: played.effects.length };
}

export interface Troubled {
  readonly outcome: string;
  readonly deeds: readonly string[];
  readonly inWorkMax: number;
}

/** Plays it again from the beginning, with trouble after the effect of that number. */
export async function playTroubled(host: SandboxHost, at: number, trouble: () => void): Promise<Troubled> {
  const begun = Date.now();
  await host.reset(SMALL);
  const originals = originalsOf(host.world);
  let after = '';
  const { outcome, effects, inWorkMax } = await playIn(host, (index, { verb, object }) => {
    if (index !== at) return;
    after = `${verb} ${object}`;
    trouble();
  });
  console.log(`trouble after effect ${at}, ${after}: ${outcome} in ${Date.now() - begun} ms`);
  return { outcome, deeds: multisetOf(effects, originals), inWorkMax };
}
