import type { Pod } from '../../controllers/kinds/pod.ts';
import type { NodeState } from '../node-state.ts';
import type { Score } from '../score.ts';
import type { Snapshot } from '../snapshot.ts';
import { termMatches } from '../term-matching.ts';

/** Near those it likes, away from those it does not. Preferences of the pods that run already are left out. */
export const podAffinityScore: Score = {
  name: 'InterPodAffinity',
  weight: 2,
  rate(pod, nodes, snapshot) {
    const liked = pod.spec.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const disliked =
      pod.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (liked.length + disliked.length === 0) return undefined;
    const points = new Map<string, number>();
    for (const { weight, podAffinityTerm: term } of liked) {
      for (const place of places(
        term.topologyKey,
        (other) => termMatches(term, pod, other, snapshot),
        snapshot,
      )) {
        points.set(place, (points.get(place) ?? 0) + weight);
      }
    }
    for (const { weight, podAffinityTerm: term } of disliked) {
      for (const place of places(
        term.topologyKey,
        (other) => termMatches(term, pod, other, snapshot),
        snapshot,
      )) {
        points.set(place, (points.get(place) ?? 0) - weight);
      }
    }
    return betweenLeastAndMost(nodes.map((node) => pointsOf(node, points)));
  },
};

/** `key=value` of the domain of every pod that matches, once a pod. */
function places(key: string, matches: (other: Pod) => boolean, { nodes }: Snapshot): string[] {
  return nodes.flatMap(({ labels, pods }) => {
    const value = labels[key];
    return value === undefined ? [] : pods.filter(matches).map(() => `${key}=${value}`);
  });
}

function pointsOf({ labels }: NodeState, points: ReadonlyMap<string, number>): number {
  return Object.entries(labels).reduce((sum, [key, value]) => sum + (points.get(`${key}=${value}`) ?? 0), 0);
}

function betweenLeastAndMost(raw: readonly number[]): number[] {
  const [least, most] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((points) => (most === least ? 0 : (100 * (points - least)) / (most - least)));
}
