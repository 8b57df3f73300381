import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import { isPodReady, type Pod } from '../../fleet/pod.ts';
import { indexWorkloads, type PodRoot } from '../../fleet/workload-index.ts';
import { finish, ITEMS_A_STEP, type InSteps } from '../../in-steps.ts';
import { perFleet, perFleetInSteps, type Fleet } from '../fleet.ts';
import { movingPods, NEEDS_PODS } from './moving-pods.ts';

export const NEEDS_WORKLOADS: readonly ReadingName[] = [
  ...NEEDS_PODS,
  'deployments',
  'replicaSets',
  'statefulSets',
  'daemonSets',
  'jobs',
];

/** Pods that one owner makes again. */
export interface PodsOfRoot {
  readonly root: PodRoot;
  readonly pods: readonly Pod[];
}

export const workloadIndex = perFleet((fleet) =>
  indexWorkloads({
    deployments: fleet.get('deployments'),
    replicaSets: fleet.get('replicaSets'),
    statefulSets: fleet.get('statefulSets'),
    daemonSets: fleet.get('daemonSets'),
    jobs: fleet.get('jobs'),
    replicaSetsReadOn: new Set(fleet.snapshot.targets),
  }),
);

export function byRoot(fleet: Fleet, pods: readonly Pod[]): readonly PodsOfRoot[] {
  return finish(byRootInSteps(fleet, pods));
}

function* byRootInSteps(fleet: Fleet, pods: readonly Pod[]): InSteps<readonly PodsOfRoot[]> {
  const { rootOf } = workloadIndex(fleet);
  const groups = new Map<string, { readonly root: PodRoot; readonly pods: Pod[] }>();
  for (const [index, pod] of pods.entries()) {
    if (index % ITEMS_A_STEP === 0) yield;
    const root = rootOf(pod);
    const group = groups.get(root.ref) ?? { root, pods: [] };
    groups.set(root.ref, group);
    group.pods.push(pod);
  }
  return [...groups.values()];
}

/** The owners of the pods that a drain of the targets moves. */
export const movingRoots = perFleet((fleet) => byRoot(fleet, movingPods(fleet)));

/** All pods of the cluster by owner, for what a workload has elsewhere. */
export const allRoots = perFleetInSteps(function* (fleet) {
  const groups = yield* byRootInSteps(fleet, fleet.get('pods'));
  return new Map(groups.map(({ root, pods }) => [root.ref, pods]));
});

/** By owner of pods that a drain moves: its Ready pods, wherever they are. */
export const readyPods = perFleetInSteps(function* (fleet) {
  const all = yield* allRoots.ahead(fleet);
  const ready = new Map<string, readonly Pod[]>();
  for (const { root } of movingRoots(fleet)) {
    ready.set(root.ref, (all.get(root.ref) ?? []).filter(isPodReady));
    yield;
  }
  return ready;
});

/** The names of the owners; of neighbours that have the very same one is asked. */
export function ownersOf(fleet: Fleet, pods: readonly Pod[]): ReadonlySet<string> {
  const { rootOf } = workloadIndex(fleet);
  const refs = new Set<string>();
  let last: Pod | undefined;
  for (const pod of pods) {
    if (!last || !sharesOwner(pod, last)) refs.add(rootOf(pod).ref);
    last = pod;
  }
  return refs;
}

/** What an owner is found by, read as one. */
function sharesOwner({ metadata: a }: Pod, { metadata: b }: Pod): boolean {
  return (
    a.ownerReferences !== undefined &&
    a.ownerReferences === b.ownerReferences &&
    a.labels === b.labels &&
    a.namespace === b.namespace
  );
}
