/**
 * How many pods of some kind each domain of a topology holds. Only domains that hold any are kept, because a cluster
 * has thousands of hosts and a workload a handful of pods.
 */
export interface DomainCounter {
  readonly topologyKey: string;
  readonly counts: Map<string, number>;
  /** How many domains hold exactly so many pods. */
  readonly levels: Map<number, number>;
  /** Only pods on nodes of this set are counted; all nodes without it. */
  readonly among: DomainSet | undefined;
}

/** The nodes that count for a spread constraint, and the domains they make. */
export interface DomainSet {
  readonly topologyKey: string;
  readonly members: Set<number>;
  readonly nodesByDomain: Map<string, number>;
}

export function newCounter(topologyKey: string, among?: DomainSet): DomainCounter {
  return { topologyKey, counts: new Map(), levels: new Map(), among };
}

export function count(counter: DomainCounter, domain: string, change: number): void {
  const before = counter.counts.get(domain) ?? 0;
  const after = before + change;
  if (after > 0) counter.counts.set(domain, after);
  else counter.counts.delete(domain);
  if (before > 0) bump(counter.levels, before, -1);
  if (after > 0) bump(counter.levels, after, 1);
}

/** The fewest pods in any domain of the set, empty domains included. */
export function fewest(counter: DomainCounter, set: DomainSet): number {
  if (counter.counts.size < set.nodesByDomain.size) return 0;
  let least = Infinity;
  for (const level of counter.levels.keys()) least = Math.min(least, level);
  return least;
}

export function addMember(set: DomainSet, node: number, domain: string): void {
  set.members.add(node);
  bump(set.nodesByDomain, domain, 1);
}

export function removeMember(set: DomainSet, node: number, domain: string): void {
  if (set.members.delete(node)) bump(set.nodesByDomain, domain, -1);
}

function bump<K>(map: Map<K, number>, key: K, change: number): void {
  const next = (map.get(key) ?? 0) + change;
  if (next > 0) map.set(key, next);
  else map.delete(key);
}
