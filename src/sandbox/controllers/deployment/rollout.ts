import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { scaled } from '../int-or-percent.ts';
import type { Deployment } from '../kinds/deployment.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';

/** A Deployment with its ReplicaSets, and what is needed to act on them. */
export interface Rollout {
  readonly context: ControllerContext;
  readonly record: EventRecorder;
  readonly deployment: Deployment;
  /** The one whose template is that of the Deployment. */
  readonly current: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly old: readonly ReplicaSet[];
}

export function replicasOf({ spec }: Deployment | ReplicaSet): number {
  return spec.replicas ?? 1;
}

export function sumReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

export function sumAvailable(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
}

export function allSets({ current, old }: Rollout): ReplicaSet[] {
  return current ? [...old, current] : [...old];
}

/** How many pods there may be above the wanted number, and how many may be missing. */
export function slack({ spec }: Deployment): { surge: number; unavailable: number } {
  const wanted = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: wanted };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = scaled(maxSurge, wanted, 'up');
  const unavailable = scaled(maxUnavailable, wanted, 'down');
  // Both zero would never move: then one may be missing.
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, wanted) };
}

const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MAXIMUM = 'deployment.kubernetes.io/max-replicas';

/** What a ReplicaSet is told of the size of its Deployment. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = replicasOf(deployment);
  return { [DESIRED]: String(wanted), [MAXIMUM]: String(wanted + slack(deployment).surge) };
}

/** The size that a ReplicaSet was told last. */
export function toldSize({ metadata }: ReplicaSet): number | undefined {
  const told = metadata.annotations?.[DESIRED];
  return told === undefined ? undefined : Number(told);
}

export function toldMaximum({ metadata }: ReplicaSet): number | undefined {
  const told = metadata.annotations?.[MAXIMUM];
  return told === undefined ? undefined : Number(told);
}

/** Gives a ReplicaSet another size, and says so. True if anything was written. */
export function scaleSet({ context, record, deployment }: Rollout, set: ReplicaSet, size: number): boolean {
  const { namespace, name } = set.metadata;
  const before = replicasOf(set);
  const annotations = sizeAnnotations(deployment);
  const isTold = Object.entries(annotations).every(
    ([key, value]) => set.metadata.annotations?.[key] === value,
  );
  if (before === size && isTold) return false;
  context.cluster.edit<ReplicaSet>('replicasets.apps', namespace, name, (draft) => {
    draft.spec.replicas = size;
    draft.metadata.annotations = { ...draft.metadata.annotations, ...annotations };
  });
  if (before !== size) {
    const message = `Scaled ${before < size ? 'up' : 'down'} replica set ${name} from ${before} to ${size}`;
    record({ about: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
  return before !== size;
}
