import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject, ResourceName, StoreEvent } from '../kubernetes/object.ts';

/** The objects of a resource by keys of one's own, kept up to date at every change. */
export interface ObjectIndex<T extends KubeObject> {
  get(key: string): readonly T[];
  keys(): Iterable<string>;
  stop(): void;
}

export function createObjectIndex<T extends KubeObject>(
  cluster: Cluster,
  resource: ResourceName,
  keysOf: (object: T) => readonly string[],
): ObjectIndex<T> {
  const byKey = new Map<string, Map<string, T>>();

  function put(object: T): void {
    for (const key of keysOf(object)) {
      const group = byKey.get(key) ?? new Map<string, T>();
      byKey.set(key, group.set(object.metadata.uid, object));
    }
  }

  function drop(object: T): void {
    for (const key of keysOf(object)) {
      const group = byKey.get(key);
      group?.delete(object.metadata.uid);
      if (group?.size === 0) byKey.delete(key);
    }
  }

  for (const object of cluster.list<T>(resource)) put(object);
  const stop = cluster.watch<T>(resource, ({ type, object, previous }: StoreEvent<T>) => {
    if (previous && (type === 'DELETED' || !sameKeys(keysOf(previous), keysOf(object)))) drop(previous);
    if (type !== 'DELETED') put(object);
  });
  return { get: (key) => [...(byKey.get(key)?.values() ?? [])], keys: () => byKey.keys(), stop };
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
