import type { TopologySpreadConstraint } from '../../controllers/kinds/affinity.ts';
import {
  isEmptySelector,
  matchesSelector,
  type Labels,
  type LabelSelector,
} from '../../controllers/kinds/label-selector.ts';
import { isTerminating, type Pod } from '../../controllers/kinds/pod.ts';
import { crowdedOut, each, SKIP, unsuitable, type Filter, type Rejection } from '../filter.ts';
import { selectsNode } from '../node-selection.ts';
import type { NodeState } from '../node-state.ts';
import { untoleratedTaint } from '../tolerations.ts';

const REASON = "node(s) didn't match pod topology spread constraints";

interface Counted {
  readonly constraint: TopologySpreadConstraint;
  readonly selector: LabelSelector | undefined;
  /** Matching pods by domain. */
  readonly domains: Map<string, number>;
}

/** Hard constraints only; soft ones are a matter of score. */
export const topologySpread: Filter = {
  name: 'PodTopologySpread',
  prepare(pod, { nodes }) {
    const hard = (pod.spec.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
    );
    if (hard.length === 0) return SKIP;
    const counted = hard.map((constraint) => countDomains(constraint, hard, pod, nodes));
    return each((node) => firstViolation(counted, pod, node));
  },
};

function countDomains(
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  pod: Pod,
  nodes: readonly NodeState[],
): Counted {
  const selector = spreadSelector(constraint, pod.metadata.labels ?? {});
  const domains = new Map<string, number>();
  for (const node of nodes) {
    // A node that lacks one of the keys is out for all constraints.
    if (!all.every(({ topologyKey }) => node.labels[topologyKey] !== undefined)) continue;
    if (!isIncluded(constraint, pod, node)) continue;
    const domain = node.labels[constraint.topologyKey] ?? '';
    domains.set(domain, (domains.get(domain) ?? 0) + countMatching(node, selector, pod.metadata.namespace));
  }
  return { constraint, selector, domains };
}

/** `matchLabelKeys` add what the pod itself has under these keys; keys it does not have are ignored (1.32). */
export function spreadSelector(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  own: Labels,
): LabelSelector | undefined {
  if (!labelSelector) return undefined;
  const added = matchLabelKeys.flatMap((key) => {
    const value = own[key];
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] };
}

function isIncluded(constraint: TopologySpreadConstraint, pod: Pod, node: NodeState): boolean {
  if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && !selectsNode(pod, node)) return false;
  return (
    constraint.nodeTaintsPolicy !== 'Honor' ||
    untoleratedTaint(node.node.spec.taints, pod.spec.tolerations) === undefined
  );
}

/** An empty selector counts no pod here, unlike in pod affinity; terminating pods do not count. */
export function countMatching(
  { pods }: NodeState,
  selector: LabelSelector | undefined,
  namespace: string | undefined,
): number {
  if (!selector || isEmptySelector(selector)) return 0;
  return pods.filter(
    (pod) =>
      pod.metadata.namespace === namespace &&
      !isTerminating(pod) &&
      matchesSelector(selector, pod.metadata.labels),
  ).length;
}

function firstViolation(counted: readonly Counted[], pod: Pod, node: NodeState): Rejection | undefined {
  for (const { constraint, selector, domains } of counted) {
    const domain = node.labels[constraint.topologyKey];
    if (domain === undefined) return unsuitable(`${REASON} (missing required label)`);
    const self = matchesSelector(selector, pod.metadata.labels) ? 1 : 0;
    const least = domains.size < (constraint.minDomains ?? 1) ? 0 : Math.min(...domains.values());
    if ((domains.get(domain) ?? 0) + self - least > constraint.maxSkew) return crowdedOut(REASON);
  }
  return undefined;
}
