import type { Cluster } from '../../kubernetes/cluster.ts';
import type { OwnerReference } from '../../kubernetes/object.ts';
import { scaled } from '../int-or-percent.ts';
import type { DisruptionBudget } from '../kinds/disruption-budget.ts';
import { controllerOf, type Pod } from '../kinds/pod.ts';
import { sizeOfOwner } from './owner-size.ts';

export type Expectation =
  | {
      readonly kind: 'known';
      /** How many pods there should be. */
      readonly expected: number;
      /** How many must stay healthy. */
      readonly desired: number;
      readonly unmanaged: readonly Pod[];
    }
  | { readonly kind: 'unknown'; readonly problem: string };

/**
 * A number of pods that must stay is taken as it is, and all covered pods are expected. A percentage, or a number
 * that may be missing, needs the size that the owners want; pods without an owner are not expected then.
 */
export function expectedPods(
  cluster: Cluster,
  { spec }: DisruptionBudget,
  pods: readonly Pod[],
): Expectation {
  if (typeof spec.minAvailable === 'number') {
    return { kind: 'known', expected: pods.length, desired: spec.minAvailable, unmanaged: [] };
  }
  if (spec.maxUnavailable === undefined && spec.minAvailable === undefined) {
    return { kind: 'known', expected: 0, desired: 0, unmanaged: [] };
  }
  const scale = wantedSize(cluster, pods);
  if (scale.kind === 'unknown') return scale;
  const { expected, unmanaged } = scale;
  const desired =
    spec.maxUnavailable === undefined
      ? scaled(spec.minAvailable ?? 0, expected, 'up')
      : Math.max(0, expected - scaled(spec.maxUnavailable, expected, 'up'));
  return { kind: 'known', expected, desired, unmanaged };
}

type Scale =
  | { readonly kind: 'known'; readonly expected: number; readonly unmanaged: readonly Pod[] }
  | { readonly kind: 'unknown'; readonly problem: string };

/** The sum of the sizes of all owners, each counted once. */
function wantedSize(cluster: Cluster, pods: readonly Pod[]): Scale {
  const owners = new Map<string, OwnerReference>();
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner || owners.has(owner.uid)) continue;
    owners.set(owner.uid, owner);
    const size = sizeOfOwner(cluster, pod.metadata.namespace, owner);
    if (size.kind === 'unknown') return size;
    if (size.kind === 'none') {
      return { kind: 'unknown', problem: `found no controllers for pod "${pod.metadata.name}"` };
    }
    sizes.set(size.uid, size.replicas);
  }
  const unmanaged = pods.filter((pod) => !controllerOf(pod));
  return { kind: 'known', expected: [...sizes.values()].reduce((sum, size) => sum + size, 0), unmanaged };
}
