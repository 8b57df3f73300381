import { criticalPath } from '../critical-path.ts';
import type { CriticalPath, DrainedNode, MovedPod } from '../critical-path.ts';
import { CONTROLLER_DEFAULTS } from '../controllers/controller-settings.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { DROVER_USER } from '../run/credentials.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { World } from '../world.ts';
import type { PodTimes } from './pod-times.ts';

interface Budget extends KubeObject {
  readonly spec: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } };
  readonly status?: { readonly disruptionsAllowed?: number };
}

interface Node extends KubeObject {
  readonly spec?: { readonly providerID?: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly lastTransitionTime?: string }[];
  };
}

/** The windows that drover's configuration has in this world, ms: its defaults, or what the scenario sets. */
export interface Windows {
  readonly canaryMs: number;
  readonly windowMs: number;
}

/**
 * The critical path of the rollout that was just played, computed from what the world itself took: how long its pods
 * needed to end and to become ready, its instances to boot. Undefined when nothing was drained.
 */
export function measureCriticalPath(
  world: World,
  pods: readonly PodTimes[],
  windows: Windows,
  surge: number,
): CriticalPath | undefined {
  const evicted = evictedPods(world, pods);
  const names = [...new Set(evicted.map(({ nodeName }) => nodeName ?? ''))];
  if (names.length === 0) return undefined;
  const budgets = world.cluster.list<Budget>('poddisruptionbudgets.policy');
  const readyMs = readyTimes(pods);
  const bootMs = bootTime(world);
  const nodes = names.map((name, index): DrainedNode => {
    const own = evicted.filter(({ nodeName }) => nodeName === name);
    return {
      pods: own.map((pod) => movedPod(pod, readyMs, budgets)),
      bootMs,
      deregistrationMs: 0,
      // A volume follows its pod: what its detaching takes is in the time until the replacement is ready.
      detachMs: 0,
      windowMs: index === 0 ? windows.canaryMs : windows.windowMs,
    };
  });
  const tokens = budgets.map(
    (budget) => [nameOf(budget), Math.max(1, budget.status?.disruptionsAllowed ?? 1)] as const,
  );
  return criticalPath({
    nodes,
    budgets: Object.fromEntries(tokens),
    budgetLagMs: world.scenario.controllers?.budgetLagMs ?? CONTROLLER_DEFAULTS.budgetLagMs,
    surge,
  });
}

/** The pods whose eviction the API granted to drover, in that order. */
function evictedPods({ effects }: World, pods: readonly PodTimes[]): readonly PodTimes[] {
  const byUid = new Map(pods.map((pod) => [pod.uid, pod]));
  return effects
    .all()
    .filter(
      ({ actor, verb, status }) => actor === DROVER_USER && verb === 'create pods/eviction' && status === 201,
    )
    .flatMap(({ uid }) => byUid.get(uid) ?? []);
}

function movedPod(pod: PodTimes, readyMs: ReadonlyMap<string, number>, budgets: readonly Budget[]): MovedPod {
  const budget = budgets.find((one) => covers(one, pod));
  return {
    exitMs: (pod.goneAt ?? pod.endingAt ?? 0) - (pod.endingAt ?? 0),
    readyMs: readyMs.get(pod.owner) ?? 0,
    isReplacedAfterExit: pod.owner.startsWith('StatefulSet/'),
    ...(budget ? { budget: nameOf(budget) } : {}),
  };
}

function covers({ metadata, spec }: Budget, { namespace, labels }: PodTimes): boolean {
  const wanted = Object.entries(spec.selector?.matchLabels ?? {});
  return metadata.namespace === namespace && wanted.every(([key, value]) => labels[key] === value);
}

/** For each owner the mean time from a pod's making until it was ready, of the pods made during the story. */
function readyTimes(pods: readonly PodTimes[]): ReadonlyMap<string, number> {
  const begun = Math.min(...pods.map(({ createdAt }) => createdAt));
  const made = pods.filter(({ createdAt, readyAt }) => createdAt > begun && readyAt !== undefined);
  return new Map(
    [...Map.groupBy(made, ({ owner }) => owner)].map(([owner, own]) => {
      const sum = own.reduce(
        (total, { createdAt, readyAt }) => total + ((readyAt ?? createdAt) - createdAt),
        0,
      );
      return [owner, sum / own.length];
    }),
  );
}

/** From "the group needs an instance" until its node is Ready: the mean over the instances of the new release. */
function bootTime({ cluster, cloud }: World): number {
  const times = cloud.machines().flatMap(({ imageId, instanceId, launchedAt }) => {
    if (imageId !== PLACE.newImage) return [];
    const node = cluster.list<Node>('nodes').find(({ spec }) => spec?.providerID?.endsWith(instanceId));
    const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
    return ready ? [Date.parse(ready) - launchedAt + cloud.settings().scalingLagMs] : [];
  });
  return times.length === 0 ? 0 : times.reduce((sum, time) => sum + time, 0) / times.length;
}

function nameOf({ metadata }: Budget): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
