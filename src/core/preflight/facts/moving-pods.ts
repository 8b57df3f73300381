import { classifyPod } from '../../drain/classify-pod.ts';
import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import type { Pod } from '../../fleet/pod.ts';
import { objectName } from '../../fleet/workload.ts';
import { groupInSteps } from '../../group-in-steps.ts';
import { perFleet, perFleetInSteps } from '../fleet.ts';

export const NEEDS_PODS: readonly ReadingName[] = ['nodes', 'pods'];

/** Pods by the name of their node; those without one under ''. */
export const podsByNode = perFleetInSteps((fleet) =>
  groupInSteps(fleet.get('pods'), ({ spec }) => spec.nodeName ?? ''),
);

export const podsByNamespace = perFleetInSteps((fleet) =>
  groupInSteps(fleet.get('pods'), ({ metadata }) => metadata.namespace ?? ''),
);

/** All pods on the nodes that are to be replaced. */
export const targetPods = perFleet((fleet): readonly Pod[] =>
  fleet.snapshot.targets.flatMap((node) => podsByNode(fleet).get(node) ?? []),
);

/** Those that a drain evicts: neither of a DaemonSet nor static, nor finished, nor on their way out, nor bare. */
export const movingPods = perFleet((fleet): readonly Pod[] =>
  targetPods(fleet).filter((pod) => classifyPod(pod) === 'evict'),
);

/** `Pod/shop/cart-1`. */
export function podName({ metadata }: Pod): string {
  return objectName('Pod', metadata.namespace, metadata.name);
}
