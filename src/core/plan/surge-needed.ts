/**
 * How many instances must be added at once so that each of these zones surely gets one. An Auto Scaling group launches
 * into the zone with the fewest instances, and which of equals it takes nobody knows: a zone is certain only when every
 * other zone holds more.
 */
export function surgeNeeded(instancesByZone: ReadonlyMap<string, number>, zones: readonly string[]): number {
  return Math.max(0, ...zones.map((zone) => launchesUntil(zone, instancesByZone)));
}

function launchesUntil(zone: string, instancesByZone: ReadonlyMap<string, number>): number {
  const own = instancesByZone.get(zone) ?? 0;
  const before = [...instancesByZone]
    .filter(([other]) => other !== zone)
    .map(([, others]) => Math.max(0, own + 1 - others));
  return before.reduce((sum, launches) => sum + launches, 1);
}
