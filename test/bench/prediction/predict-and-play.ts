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

export interface Predicted {
  readonly outcome: Outcome;
  /** What drover wrote down before the start. */
  readonly prediction: Prediction;
  /** World minutes from drover's first deed to its last. */
  readonly minutes: number;
  /** World seconds from one claim to the next, in the order in which nodes were drained. */
  readonly perNode: readonly { readonly node: string; readonly seconds: number }[];
}

/** Plays a scenario and compares what was written before the start with what the world measured. */
export async function predictAndPlay(scenario: Scenario, seed: number, speed: number): Promise<Predicted> {
  const host = await SandboxHost.start({ scenario, seed, speed, withDrover: true, mode: 'http' });
  const { world } = host;
  let prediction: Prediction | undefined;
  try {
    const { outcome } = await playIn(host, () => {
      prediction ??= writtenPrediction(world);
    });
    const time = workingTime(world);
    if (!prediction || !time) throw new Error(`${scenario.name}: nothing was predicted, or nothing was done`);
    return {
      outcome,
      prediction,
      minutes: (time.to - time.from) / 60_000,
      perNode: nodeTimes(world, time.to),
    };
  } finally {
    await host.close();
  }
}

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The rollout as drover keeps it in its own namespace. */
function writtenPrediction({ cluster }: World): Prediction | undefined {
  const texts = cluster
    .list<ConfigMap>('configmaps')
    .filter(({ metadata }) => metadata.namespace === PLACE.droverNamespace)
    .flatMap(({ data = {} }) => Object.values(data));
  const rollouts = texts.flatMap((text) => rolloutIn(text) ?? []);
  return rollouts.flatMap(({ preflight }) => preflight?.prediction ?? [])[0];
}

function rolloutIn(text: string): Rollout | undefined {
  try {
    return (JSON.parse(text) as Slot).rollout;
  } catch {
    return undefined;
  }
}

/** Between the cordons of two nodes. */
function nodeTimes({ effects }: World, end: number): Predicted['perNode'] {
  const first = new Map<string, number>();
  for (const { verb, object, at } of effects.all()) {
    if (/^(patch|update) nodes/.test(verb) && !first.has(object)) first.set(object, at);
  }
  const starts = [...first];
  return starts.map(([node, at], index) => ({
    node,
    seconds: Math.round(((starts[index + 1]?.[1] ?? end) - at) / 1000),
  }));
}
