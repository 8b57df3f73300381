import type { Workload } from './workload.ts';

export interface WorkloadCounts {
  /** How many pods its owner wants. */
  readonly desired: number;
  /** How many are available; for kinds that do not say, how many are ready. */
  readonly available: number;
}

/** Owners of pods that `countsOf` knows the numbers of. */
export const COUNTED_OWNERS: readonly string[] = ['ReplicaSet', 'StatefulSet', 'ReplicationController'];

/** Undefined for kinds whose pods are meant to come and go (Jobs) or never move (DaemonSets). */
export function countsOf({ kind, spec, status }: Workload): WorkloadCounts | undefined {
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return {
        desired: spec.replicas ?? 1,
        available: status?.availableReplicas ?? status?.readyReplicas ?? 0,
      };
    case 'DaemonSet':
    case 'Job':
      return undefined;
  }
}
