import type { Effect } from '../../src/sandbox/effects.ts';

/**
 * What was done to which original object, without order: `create pods/eviction Pod/shop/web (3)`. Names that controllers
 * make up differ from run to run, so that pods count under their workload, and new nodes and instances as `new`.
 */
export function multisetOf(effects: readonly Effect[], originals: ReadonlySet<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const { verb, object } of effects) {
    const key = `${verb} ${nameOf(object, originals)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${key} (${count})`).toSorted();
}

function nameOf(object: string, originals: ReadonlySet<string>): string {
  const [kind] = object.split('/');
  const original = originals.has(object);
  if (kind === 'Pod')
    return `${object.replace(/-[a-z0-9]{8,10}-[a-z0-9]{5}$/, '')}${original ? '' : ' (new)'}`;
  if (kind === 'Node' || kind === 'Instance') return original ? object : `${kind}/new`;
  return object;
}
