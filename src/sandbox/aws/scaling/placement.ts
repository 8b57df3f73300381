import type { Random } from '../../random.ts';

/** The zones of a group in the order in which it tries to launch: fewest instances first, ties by chance. */
export function zonesToFill(counts: ReadonlyMap<string, number>, random: Random): readonly string[] {
  return [...counts]
    .map(([zone, count]) => ({ zone, count, lot: random.next() }))
    .toSorted((a, b) => a.count - b.count || a.lot - b.lot)
    .map(({ zone }) => zone);
}

/** Instances a zone; every zone of the group is in it, also the empty ones. */
export function countByZone(
  zones: readonly string[],
  members: readonly { readonly zone: string }[],
): ReadonlyMap<string, number> {
  const counts = new Map(zones.map((zone) => [zone, 0]));
  for (const { zone } of members) if (counts.has(zone)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return counts;
}

/** The emptiest zone, if the zones differ by two or more; undefined while they are level. */
export function zoneToLevel(counts: ReadonlyMap<string, number>): string | undefined {
  const values = [...counts.values()];
  if (Math.max(...values) - Math.min(...values) < 2) return undefined;
  const least = Math.min(...values);
  return [...counts].find(([, count]) => count === least)?.[0];
}
