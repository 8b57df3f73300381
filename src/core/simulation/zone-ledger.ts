/**
 * Where an Auto Scaling group launches: into the zone with the fewest instances. Which of equals it takes nobody knows,
 * so the unluckiest is assumed, by what the caller calls lucky.
 */
export interface ZoneLedger {
  readonly counts: Map<string, number>;
  /** How welcome a new node is in a zone; of equally empty zones the least welcome is taken. */
  readonly welcome: (zone: string) => number;
}

export function launch({ counts, welcome }: ZoneLedger): string | undefined {
  const least = Math.min(...counts.values());
  const [zone] = [...counts]
    .filter(([, count]) => count === least)
    .map(([name]) => name)
    .toSorted((a, b) => welcome(a) - welcome(b) || (a < b ? -1 : 1));
  if (zone !== undefined) counts.set(zone, least + 1);
  return zone;
}

export function leave({ counts }: ZoneLedger, zone: string): void {
  counts.set(zone, Math.max(0, (counts.get(zone) ?? 0) - 1));
}
