import type { Prediction } from '../../../src/core/preflight/preflight-report.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { KubeObject } from '../../../src/sandbox/kubernetes/object.ts';
import { workingTime } from '../../../src/sandbox/play/world-meters.ts';
import { SandboxHost } from '../../../src/sandbox/run/sandbox-host.ts';
import type { Outcome, Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { PLACE } from '../../../src/sandbox/scenarios/stage/place-names.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { playIn } from '../../e2e/play-in.ts';

export interface Measured {
  readonly outcome: Outcome;
  readonly speed: number;
  /** What drover wrote down before the start. */
  readonly prediction: Prediction;
  /** World minutes from drover's first deed to its last. */
  readonly minutes: number;
  /** World seconds from its first deed to the claim of the first node. */
  readonly untilFirst: number;
  /** World seconds from the claim of a node to the end of its window, and from the end of the one before to its claim. */
  readonly perNode: readonly { readonly node: string; readonly seconds: number; readonly since: number }[];
}

/** Plays a scenario and compares what was written before the start with what the world measured. */
export async function predictAndPlay(scenario: Scenario, seed: number, speed: number): Promise<Measured> {
  const host = await SandboxHost.start({ scenario, seed, speed, withDrover: true, mode: 'http' });
  const { world } = host;
  let prediction: Prediction | undefined;
  try {
    const { outcome } = await playIn(host, () => {
      prediction ??= rolloutsIn(world).flatMap(({ preflight }) => preflight?.prediction ?? [])[0];
    });
    const time = workingTime(world);
    if (!prediction || !time) throw new Error(`${scenario.name}: nothing was predicted, or nothing was done`);
    const results = rolloutsIn(world)[0]?.results ?? [];
    return {
      outcome,
      speed,
      prediction,
      minutes: (time.to - time.from) / 60_000,
      untilFirst: seconds(time.from, results[0]?.startedAt ?? time.to),
      perNode: results.map(({ name, startedAt, endedAt }, index) => ({
        node: name,
        seconds: seconds(startedAt, endedAt),
        since: seconds(results[index - 1]?.endedAt ?? startedAt, startedAt),
      })),
    };
  } finally {
    await host.close();
  }
}

function seconds(from: number, to: number): number {
  return Math.round((to - from) / 1000);
}

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The rollouts as drover keeps them in its own namespace. */
function rolloutsIn({ cluster }: World): readonly Rollout[] {
  return cluster
    .list<ConfigMap>('configmaps')
    .filter(({ metadata }) => metadata.namespace === PLACE.droverNamespace)
    .flatMap(({ data = {} }) => Object.values(data))
    .flatMap((text) => rolloutIn(text) ?? []);
}

function rolloutIn(text: string): Rollout | undefined {
  try {
    return (JSON.parse(text) as Slot).rollout;
  } catch {
    return undefined;
  }
}
