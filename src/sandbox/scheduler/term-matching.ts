import type { PodAffinityTerm } from '../controllers/kinds/affinity.ts';
import { matchesSelector } from '../controllers/kinds/label-selector.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Is `other` one of the pods that a term of `holder` speaks of? `namespaces` stand in place of the own namespace and
 * are joined by what `namespaceSelector` finds. Label keys were merged into the selector when the pod was stored.
 */
export function termMatches(term: PodAffinityTerm, holder: Pod, other: Pod, snapshot: Snapshot): boolean {
  return (
    inNamespaces(term, holder, other, snapshot) && matchesSelector(term.labelSelector, other.metadata.labels)
  );
}

function inNamespaces(term: PodAffinityTerm, holder: Pod, other: Pod, snapshot: Snapshot): boolean {
  const namespace = other.metadata.namespace ?? '';
  const named = term.namespaces ?? [];
  if (named.length === 0 && !term.namespaceSelector) return namespace === holder.metadata.namespace;
  return (
    named.includes(namespace) || matchesSelector(term.namespaceSelector, snapshot.namespaceLabels(namespace))
  );
}
