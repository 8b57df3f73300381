import type { KubeObject } from '../kubernetes/object.ts';
import { DROVER_ARN, DROVER_USER } from '../run/credentials.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { World } from '../world.ts';

interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
}

interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number };
}

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
}

/** What the world was like when the story began, to be compared with its end. */
export interface Baseline {
  readonly instances: readonly string[];
  /** Pods that a drain would move: all but those of DaemonSets, which live and die with their node. */
  readonly pods: number;
  /** Ready pods by `kind/namespace/name`. */
  readonly ready: Readonly<Record<string, number>>;
}

export function takeBaseline(world: World): Baseline {
  const pods = world.cluster
    .list<Pod>('pods')
    .filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind !== 'DaemonSet');
  return { instances: groupInstances(world), pods: pods.length, ready: readyCounts(world) };
}

/** Evictions that the API granted to drover. */
export function grantedEvictions({ effects }: World): number {
  return effects
    .all()
    .filter(
      ({ actor, verb, status }) => actor === DROVER_USER && verb === 'create pods/eviction' && status === 201,
    ).length;
}

export function replacedInstances(world: World, before: Baseline): number {
  const now = new Set(groupInstances(world));
  return before.instances.filter((id) => !now.has(id)).length;
}

export function cordonedNodes({ cluster }: World): readonly string[] {
  return cluster
    .list<Node>('nodes')
    .flatMap(({ metadata, spec }) => (spec?.unschedulable ? [metadata.name] : []));
}

/** Workloads that have fewer ready pods than before, unless their owner wants fewer now. */
export function shortWorkloads(world: World, before: Baseline): readonly string[] {
  const now = readyCounts(world);
  const wanted = new Map(workloads(world).map((one) => [nameOf(one), one.spec.replicas ?? 1]));
  return Object.entries(before.ready).flatMap(([name, ready]) => {
    const expected = Math.min(ready, wanted.get(name) ?? 0);
    return (now[name] ?? 0) < expected ? [`${name} has ${now[name] ?? 0} of ${expected} ready`] : [];
  });
}

/** When drover first and last changed something, world epoch ms; its own slots and leases aside. */
export function workingTime({ effects }: World): { readonly from: number; readonly to: number } | undefined {
  const own = effects
    .all()
    .filter(
      ({ actor, verb }) => (actor === DROVER_USER || actor === DROVER_ARN) && !/configmaps|leases/.test(verb),
    );
  const [first] = own;
  const last = own.at(-1);
  return first && last ? { from: first.at, to: last.at } : undefined;
}

function groupInstances({ cloud }: World): readonly string[] {
  return [...(cloud.groups.get(PLACE.autoScalingGroup)?.members.keys() ?? [])];
}

function readyCounts(world: World): Record<string, number> {
  return Object.fromEntries(workloads(world).map((one) => [nameOf(one), one.status?.readyReplicas ?? 0]));
}

function workloads({ cluster }: World): readonly Workload[] {
  return [...cluster.list<Workload>('deployments.apps'), ...cluster.list<Workload>('statefulsets.apps')];
}

function nameOf({ kind, metadata }: Workload): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
