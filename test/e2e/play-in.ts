import { awaitOutcome } from '../../src/sandbox/play/await-outcome.ts';
import { ORDINARY_SCENES, performScenes } from '../../src/sandbox/play/perform-scenes.ts';
import { DROVER_ARN, DROVER_USER } from '../../src/sandbox/run/credentials.ts';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import type { Effect } from '../../src/sandbox/effects.ts';
import type { Outcome } from '../../src/sandbox/scenarios/scenario.ts';
import type { World } from '../../src/sandbox/world.ts';

export interface Played {
  readonly outcome: Outcome;
  /** What drover did to the world, in order; reads, its own slots and leases are none of it. */
  readonly effects: readonly Effect[];
  /** Nodes that were cordoned at the same time while their instances still ran, at the most. */
  readonly inWorkMax: number;
}

/** Plays the ordinary story in the host's world as it is; `onEffect` is called before drover has its answer. */
export async function playIn(
  { world }: SandboxHost,
  onEffect: (index: number, effect: Effect) => void = () => undefined,
): Promise<Played> {
  const effects: Effect[] = [];
  let inWorkMax = 0;
  const unsubscribe = world.effects.subscribe((effect) => {
    inWorkMax = Math.max(inWorkMax, nodesInWork(world));
    if (!isDeed(effect)) return;
    effects.push(effect);
    onEffect(effects.length, effect);
  });
  try {
    await performScenes(world, world.scenario.scenes ?? ORDINARY_SCENES, () => undefined);
    const outcome = await awaitOutcome(world, world.scenario.minutesMax);
    return { outcome, effects, inWorkMax };
  } finally {
    unsubscribe();
  }
}

/** An effect on what is not drover's own: its slot, its lease and its messages aside. */
function isDeed({ actor, verb, status }: Effect): boolean {
  const own = /configmaps|leases|selfsubject/.test(verb);
  return (actor === DROVER_USER || actor === DROVER_ARN) && !own && status < 300;
}

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly providerID?: string };
}

function nodesInWork({ cluster, cloud }: World): number {
  const inService = [...(cloud.groups.get(PLACE.autoScalingGroup)?.members.values() ?? [])]
    .filter(({ lifecycleState }) => lifecycleState === 'InService')
    .map(({ instanceId }) => instanceId);
  return cluster
    .list<Node>('nodes')
    .filter(({ spec }) => spec?.unschedulable && inService.some((id) => spec.providerID?.endsWith(id)))
    .length;
}
