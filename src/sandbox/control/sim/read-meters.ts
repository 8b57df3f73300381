import type { Effect } from '../../effects.ts';
import type { WorldParts } from '../control-parts.ts';

export interface Meters {
  /** By `namespace/name` of the Service. */
  readonly services: Readonly<Record<string, { readonly ok: number; readonly failed: number }>>;
  /** Granted evictions by the pod's uid. */
  readonly evictions: Readonly<Record<string, number>>;
}

/** The world's own counters since its beginning. */
export function readMeters({ traffic, effects }: Pick<WorldParts, 'traffic' | 'effects'>): Meters {
  const services = Object.entries(traffic.meters().services).map(
    ([name, { ok, failed }]) => [name, { ok, failed }] as const,
  );
  return { services: Object.fromEntries(services), evictions: countEvictions(effects.all()) };
}

/** A refused eviction (a full budget, a precondition, a fault) moved nobody and is not counted. */
function countEvictions(effects: readonly Effect[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verb, uid, status } of effects) {
    if (verb === 'create pods/eviction' && status >= 200 && status < 300)
      counts[uid] = (counts[uid] ?? 0) + 1;
  }
  return counts;
}
