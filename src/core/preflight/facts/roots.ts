import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import type { Pod } from '../../fleet/pod.ts';
import { indexWorkloads, type PodRoot } from '../../fleet/workload-index.ts';
import { perFleet, type Fleet } from '../fleet.ts';
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
  const { rootOf } = workloadIndex(fleet);
  const groups = new Map<string, { readonly root: PodRoot; readonly pods: Pod[] }>();
  for (const pod of pods) {
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
export const allRoots = perFleet(
  (fleet) => new Map(byRoot(fleet, fleet.get('pods')).map((group) => [group.root.ref, group.pods])),
);
