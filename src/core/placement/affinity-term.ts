import { isEmptySelector, isValidSelector, selects, type Labels } from '../fleet/label-selector.ts';
import type { LabelSelector } from '../fleet/meta.ts';
import type { PodAffinityTerm } from '../fleet/pod.ts';

/** A required term of pod (anti-)affinity, with the namespaces it looks into. */
export interface AffinityTerm {
  /** Two terms with the same key select the same pods by the same topology. */
  readonly key: string;
  readonly topologyKey: string;
  readonly selector: LabelSelector | undefined;
  readonly namespaces: ReadonlySet<string>;
  /** In addition to `namespaces`; `{}` is all of them. */
  readonly namespaceSelector: LabelSelector | undefined;
  /** Whether the labels of namespaces must be known. */
  readonly readsNamespaceLabels: boolean;
  readonly valid: boolean;
}

/** Without any word about namespaces a term looks into its own pod's. */
export function toAffinityTerm(term: PodAffinityTerm, ownNamespace: string): AffinityTerm {
  const { topologyKey, labelSelector: selector, namespaceSelector } = term;
  const named = term.namespaces ?? [];
  const namespaces = named.length === 0 && !namespaceSelector ? [ownNamespace] : named;
  return {
    key: JSON.stringify([topologyKey, selector, namespaces, namespaceSelector]),
    topologyKey,
    selector,
    namespaces: new Set(namespaces),
    namespaceSelector,
    readsNamespaceLabels: namespaceSelector !== undefined && !isEmptySelector(namespaceSelector),
    valid: [selector, namespaceSelector].every((each) => !each || isValidSelector(each)),
  };
}

export function termMatches(
  term: AffinityTerm,
  pod: { readonly namespace: string; readonly labels: Labels },
  namespaceLabels: Labels | undefined,
): boolean {
  const inScope = term.namespaces.has(pod.namespace) || selects(term.namespaceSelector, namespaceLabels);
  return inScope && selects(term.selector, pod.labels);
}
