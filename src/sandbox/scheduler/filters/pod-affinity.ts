import type { PodAffinityTerm } from '../../controllers/kinds/affinity.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import { crowdedOut, SKIP, unsuitable, type Filter, type Prepared, type Rejection } from '../filter.ts';
import type { NodeState } from '../node-state.ts';
import type { Snapshot } from '../snapshot.ts';
import { termMatches } from '../term-matching.ts';

/** `key=value` of a topology, with how many pods were found there. */
type Places = Map<string, number>;

export const podAffinity: Filter = {
  name: 'InterPodAffinity',
  prepare(pod, snapshot): Prepared {
    const attracted = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const repelled = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const forbidden = forbiddenByOthers(pod, snapshot);
    if (attracted.length + repelled.length + forbidden.size === 0) return SKIP;
    const wanted = placesOfAll(attracted, pod, snapshot);
    const avoided = placesOfEach(repelled, pod, snapshot);
    const mayBeFirst = wanted.size === 0 && attracted.every((term) => termMatches(term, pod, pod, snapshot));
    return {
      kind: 'filter',
      test: (node) =>
        testAffinity(attracted, wanted, mayBeFirst, node) ??
        (repelled.some((term) => countAt(avoided, term, node) > 0)
          ? crowdedOut("node(s) didn't match pod anti-affinity rules")
          : undefined) ??
        (isForbidden(forbidden, node)
          ? crowdedOut("node(s) didn't satisfy existing pods anti-affinity rules")
          : undefined),
    };
  },
};

/** Every term needs a pod in its domain; the first pod of a group may go wherever the topology keys are. */
function testAffinity(
  terms: readonly PodAffinityTerm[],
  wanted: Places,
  mayBeFirst: boolean,
  node: NodeState,
): Rejection | undefined {
  const hasKeys = terms.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
  const satisfied = hasKeys && (mayBeFirst || terms.every((term) => countAt(wanted, term, node) > 0));
  return satisfied ? undefined : unsuitable("node(s) didn't match pod affinity rules");
}

/** Only pods that match all terms count, for each term. */
function placesOfAll(terms: readonly PodAffinityTerm[], pod: Pod, snapshot: Snapshot): Places {
  const places: Places = new Map();
  if (terms.length === 0) return places;
  for (const node of snapshot.nodes) {
    const matching = node.pods.filter((other) =>
      terms.every((term) => termMatches(term, pod, other, snapshot)),
    ).length;
    if (matching > 0) for (const term of terms) count(places, term.topologyKey, node, matching);
  }
  return places;
}

function placesOfEach(terms: readonly PodAffinityTerm[], pod: Pod, snapshot: Snapshot): Places {
  const places: Places = new Map();
  for (const node of snapshot.nodes) {
    for (const term of terms) {
      const matching = node.pods.filter((other) => termMatches(term, pod, other, snapshot)).length;
      if (matching > 0) count(places, term.topologyKey, node, matching);
    }
  }
  return places;
}

/** Where the anti-affinity of pods that run already keeps the newcomer away. */
function forbiddenByOthers(pod: Pod, snapshot: Snapshot): Places {
  const places: Places = new Map();
  for (const node of snapshot.nodes) {
    for (const other of node.pods) {
      const terms = other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      for (const term of terms ?? []) {
        if (termMatches(term, other, pod, snapshot)) count(places, term.topologyKey, node, 1);
      }
    }
  }
  return places;
}

function count(places: Places, key: string, { labels }: NodeState, amount: number): void {
  const value = labels[key];
  if (value === undefined) return;
  const place = `${key}=${value}`;
  places.set(place, (places.get(place) ?? 0) + amount);
}

function countAt(places: Places, { topologyKey }: PodAffinityTerm, { labels }: NodeState): number {
  return places.get(`${topologyKey}=${labels[topologyKey]}`) ?? 0;
}

function isForbidden(forbidden: Places, { labels }: NodeState): boolean {
  if (forbidden.size === 0) return false;
  return Object.entries(labels).some(([key, value]) => forbidden.has(`${key}=${value}`));
}
