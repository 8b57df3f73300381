import { isEmptySelector, labelOf, selects, type Labels } from '../fleet/label-selector.ts';
import type { LabelSelector } from '../fleet/meta.ts';
import type { TopologySpreadConstraint } from '../fleet/pod.ts';
import type { Board, LabelGroup, NodeSlot } from './board.ts';
import { domainSet } from './board-nodes.ts';
import { fewest, newCounter, type DomainCounter, type DomainSet } from './domain-counter.ts';
import { watch } from './label-groups.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { refused, type Objection } from './objection.ts';
import type { PodProfile } from './pod-profile.ts';
import { untoleratedTaint } from './tolerations.ts';

/** A hard topology spread constraint of a pod, with the count of its fellows. */
export interface SpreadRule {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** 1 if the pod counts itself once it is there. */
  readonly self: 0 | 1;
  readonly counter: DomainCounter;
  readonly domains: DomainSet;
}

export function spreadRules(
  board: Board,
  namespace: string,
  labels: Labels,
  profile: PodProfile,
): SpreadRule[] {
  const keys = profile.spread.map(({ topologyKey }) => topologyKey);
  return profile.spread.map((constraint) => {
    const domains = domainsOf(board, profile, constraint, keys);
    const selector = effectiveSelector(constraint, labels);
    return {
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      self: selects(selector, labels) ? 1 : 0,
      counter: fellows(board, namespace, selector, domains),
      domains: domains.set,
    };
  });
}

/** A node without the key is no place; elsewhere no domain may be more than `maxSkew` above the emptiest one. */
export function spreadObjection(rules: readonly SpreadRule[], slot: NodeSlot): Objection | undefined {
  for (const { topologyKey, maxSkew, minDomains, self, counter, domains } of rules) {
    const domain = labelOf(slot.labels, topologyKey);
    if (domain === undefined) return refused('topology spread');
    const least = domains.nodesByDomain.size < minDomains ? 0 : fewest(counter, domains);
    if ((counter.counts.get(domain) ?? 0) + self - least > maxSkew) return refused('topology spread');
  }
  return undefined;
}

interface KeyedSet {
  readonly key: string;
  readonly set: DomainSet;
}

/** Nodes that have all topology keys of the pod and that its policies let in; cordoned and full ones included. */
function domainsOf(
  board: Board,
  { spec }: PodProfile,
  constraint: TopologySpreadConstraint,
  keys: readonly string[],
): KeyedSet {
  const heedAffinity = constraint.nodeAffinityPolicy !== 'Ignore';
  const heedTaints = constraint.nodeTaintsPolicy === 'Honor';
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const key = JSON.stringify([
    constraint.topologyKey,
    keys,
    heedAffinity ? [spec.nodeSelector, required] : 0,
    heedTaints ? (spec.tolerations ?? []) : 0,
  ]);
  const set = domainSet(
    board,
    key,
    constraint.topologyKey,
    (slot) =>
      keys.every((each) => labelOf(slot.labels, each) !== undefined) &&
      (!heedAffinity || matchesNodeAffinity(spec, slot)) &&
      (!heedTaints || untoleratedTaint(slot.taints, spec.tolerations) === undefined),
  );
  return { key, set };
}

/** Keys that the pod has narrow the selector to its own revision; release 1.34 and later store it that way. */
function effectiveSelector(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  labels: Labels,
): LabelSelector | undefined {
  const own = matchLabelKeys.flatMap((key) => {
    const value = labelOf(labels, key);
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  if (own.length === 0) return labelSelector;
  return { ...labelSelector, matchExpressions: [...(labelSelector?.matchExpressions ?? []), ...own] };
}

/** Pods on their way out are not counted, and an empty selector counts nobody. */
function fellows(
  board: Board,
  namespace: string,
  selector: LabelSelector | undefined,
  { key, set }: KeyedSet,
): DomainCounter {
  const counts = (group: LabelGroup) =>
    !group.terminating &&
    group.namespace === namespace &&
    selector !== undefined &&
    !isEmptySelector(selector) &&
    selects(selector, group.labels);
  const name = `spread ${namespace} ${JSON.stringify(selector)} ${key}`;
  return watch(board, name, { namespaces: new Set([namespace]), selector }, () => ({
    counter: newCounter(set.topologyKey, set),
    counts,
  }));
}
