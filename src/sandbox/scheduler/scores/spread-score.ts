import type { TopologySpreadConstraint } from '../../controllers/kinds/affinity.ts';
import { matchesSelector, type LabelSelector } from '../../controllers/kinds/label-selector.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import { countMatching, spreadSelector } from '../filters/topology-spread.ts';
import type { NodeState } from '../node-state.ts';
import type { Score } from '../score.ts';
import type { Snapshot } from '../snapshot.ts';

interface Soft {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly selectors: readonly LabelSelector[];
}

/** Soft constraints of the pod; if it has no constraint at all, those that every cluster has by default. */
export const spreadScore: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  rate(pod, nodes, snapshot) {
    const constraints = softConstraints(pod, snapshot);
    if (constraints.length === 0) return undefined;
    const crowds = nodes.map(() => 0);
    for (const constraint of constraints) {
      const counts = countByDomain(constraint, pod, snapshot.nodes);
      const weight = Math.log(counts.size + 2);
      for (const [index, node] of nodes.entries()) {
        const count = counts.get(node.labels[constraint.topologyKey] ?? '') ?? 0;
        crowds[index] = (crowds[index] ?? 0) + count * weight + (constraint.maxSkew - 1);
      }
    }
    const [least, most] = [Math.min(...crowds), Math.max(...crowds)];
    return crowds.map((crowd) => (most === 0 ? 100 : (100 * (most + least - crowd)) / most));
  },
};

function softConstraints(pod: Pod, snapshot: Snapshot): Soft[] {
  const own = pod.spec.topologySpreadConstraints ?? [];
  if (own.length > 0) return own.flatMap((constraint) => toSoft(constraint, pod));
  const selectors = ownSelectors(pod, snapshot);
  if (selectors.length === 0) return [];
  return [
    { topologyKey: 'kubernetes.io/hostname', maxSkew: 3, selectors },
    { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5, selectors },
  ];
}

function toSoft(constraint: TopologySpreadConstraint, pod: Pod): Soft[] {
  const selector = spreadSelector(constraint, pod.metadata.labels ?? {});
  if (constraint.whenUnsatisfiable !== 'ScheduleAnyway' || !selector) return [];
  return [{ topologyKey: constraint.topologyKey, maxSkew: constraint.maxSkew, selectors: [selector] }];
}

function ownSelectors(pod: Pod, { owners }: Snapshot): LabelSelector[] {
  return owners
    .filter(
      ({ namespace, selector }) =>
        namespace === pod.metadata.namespace && matchesSelector(selector, pod.metadata.labels),
    )
    .map(({ selector }) => selector);
}

function countByDomain(
  { topologyKey, selectors }: Soft,
  pod: Pod,
  nodes: readonly NodeState[],
): Map<string, number> {
  const [first, ...others] = selectors;
  const selector = first && others.reduce(joined, first);
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const domain = node.labels[topologyKey];
    if (domain === undefined) continue;
    counts.set(domain, (counts.get(domain) ?? 0) + countMatching(node, selector, pod.metadata.namespace));
  }
  return counts;
}

/** Both selectors at once. */
function joined(one: LabelSelector, other: LabelSelector): LabelSelector {
  const equalities = Object.entries(other.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return {
    matchLabels: { ...one.matchLabels },
    matchExpressions: [...(one.matchExpressions ?? []), ...(other.matchExpressions ?? []), ...equalities],
  };
}
