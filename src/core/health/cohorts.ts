import { epochMs } from '../fleet/epoch-ms.ts';
import { selects } from '../fleet/label-selector.ts';
import { controllerOf, isPodReady, isTerminating } from '../fleet/pod.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Workload } from '../fleet/workload.ts';
import type { GateTiming } from './gate-timing.ts';

/** The pods of one workload, by names, as they are compared. */
export interface WorkloadCohorts {
  /** On nodes that run the release, ready for at least the warm-up. */
  readonly patched: readonly string[];
  /** On other nodes, there for as long as an evaluation looks back. */
  readonly unpatched: readonly string[];
  /** On nodes that run the release, and too young. */
  readonly warming: number;
}

/**
 * health-gate.md 4.2. Pods that went to another old node belong to the unpatched: they test the move, not the release.
 * `patchedNodes`: names of the nodes that run it.
 */
export function cohortsOf(
  { metadata, spec }: Workload,
  pods: readonly Pod[],
  patchedNodes: ReadonlySet<string>,
  { warmUpMs, rateMs }: Pick<GateTiming, 'warmUpMs' | 'rateMs'>,
  now: number,
): WorkloadCohorts {
  const own = pods.filter(
    (pod) =>
      pod.metadata.namespace === metadata.namespace &&
      controllerOf(pod) !== undefined &&
      !isTerminating(pod) &&
      pod.spec.nodeName !== undefined &&
      selects(spec.selector, pod.metadata.labels),
  );
  const fresh = own.filter(({ spec: { nodeName } }) => patchedNodes.has(nodeName ?? ''));
  const warm = fresh.filter((pod) => isPodReady(pod) && now - readySince(pod) >= warmUpMs);
  const old = own.filter(
    (pod) =>
      !fresh.includes(pod) &&
      isPodReady(pod) &&
      now - (epochMs(pod.metadata.creationTimestamp) ?? now) >= rateMs,
  );
  return {
    patched: warm.map(({ metadata: { name } }) => name),
    unpatched: old.map(({ metadata: { name } }) => name),
    warming: fresh.length - warm.length,
  };
}

function readySince({ status }: Pod): number {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return epochMs(ready?.lastTransitionTime) ?? Number.POSITIVE_INFINITY;
}
