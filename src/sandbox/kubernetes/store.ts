import type { KubeObject, ResourceName, StoreEvent } from './object.ts';

/** How many changes of one resource are kept for watches and old lists; older ones are compacted away. */
const HISTORY_MAX = 20_000;

/** The store begins here, so that version 1 is always too old to watch from. */
const FIRST_VERSION = 1_000;

interface Table {
  readonly objects: Map<string, KubeObject>;
  /** The keys in etcd's order; undefined when a change made it stale. */
  keys: string[] | undefined;
  history: StoreEvent[];
  readonly listeners: Set<(event: StoreEvent) => void>;
}

/**
 * What etcd and the watch cache are to an API server: objects by resource, namespace and name, one version counter
 * for all, and a history that watches and consistent pages are served from. It knows nothing of kinds and rules.
 */
export class ObjectStore {
  #version = FIRST_VERSION;
  #compacted = FIRST_VERSION;
  #tables = new Map<ResourceName, Table>();

  /** The version of the last change. */
  get version(): number {
    return this.#version;
  }

  /** Versions below this one are forgotten. */
  get compacted(): number {
    return this.#compacted;
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#tables.get(resource)?.objects.get(keyOf(namespace, name));
  }

  /** Objects in etcd's order (namespace, then name), of one namespace or of all. */
  list(resource: ResourceName, namespace?: string): KubeObject[] {
    const table = this.#tables.get(resource);
    if (!table) return [];
    table.keys ??= [...table.objects.keys()].sort();
    const keys = namespace ? table.keys.filter((key) => key.startsWith(`${namespace}/`)) : table.keys;
    return keys.map((key) => table.objects.get(key) as KubeObject);
  }

  /** The list as it was at a version that is not yet compacted: later changes are undone one by one. */
  listAt(resource: ResourceName, version: number, namespace?: string): KubeObject[] {
    if (version >= this.#version) return this.list(resource, namespace);
    const table = this.#table(resource);
    const past = new Map(table.objects);
    for (let index = table.history.length - 1; index >= 0; index--) {
      const event = table.history[index] as StoreEvent;
      if (event.version <= version) break;
      const key = keyOf(event.object.metadata.namespace, event.object.metadata.name);
      if (event.previous) past.set(key, event.previous);
      else past.delete(key);
    }
    const keys = [...past.keys()].sort();
    const wanted = namespace ? keys.filter((key) => key.startsWith(`${namespace}/`)) : keys;
    return wanted.map((key) => past.get(key) as KubeObject);
  }

  /** Stores an object under its metadata with the next version, and tells the watchers. The caller has checked it. */
  put(resource: ResourceName, object: KubeObject): KubeObject {
    const table = this.#table(resource);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const previous = table.objects.get(key);
    const stored = this.#stamp(object);
    if (!previous) table.keys = undefined;
    table.objects.set(key, stored);
    this.#tell(table, {
      type: previous ? 'MODIFIED' : 'ADDED',
      resource,
      object: stored,
      previous,
      version: this.#version,
    });
    return stored;
  }

  /** Removes an object; answers its last content with the version of the deletion, or undefined if it was not there. */
  remove(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    const table = this.#table(resource);
    const key = keyOf(namespace, name);
    const previous = table.objects.get(key);
    if (!previous) return undefined;
    const stored = this.#stamp(previous);
    table.objects.delete(key);
    table.keys = undefined;
    this.#tell(table, { type: 'DELETED', resource, object: stored, previous, version: this.#version });
    return stored;
  }

  /** All changes of a resource after a version, oldest first; undefined if that version is forgotten. */
  since(resource: ResourceName, version: number): readonly StoreEvent[] | undefined {
    if (version < this.#compacted) return undefined;
    return this.#table(resource).history.filter((event) => event.version > version);
  }

  /** Called synchronously at every change of the resource. A listener must not throw. */
  subscribe(resource: ResourceName, listener: (event: StoreEvent) => void): () => void {
    const { listeners } = this.#table(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Forgets the history up to now, as etcd's compaction does. */
  compact(): void {
    this.#compacted = this.#version;
    for (const table of this.#tables.values()) table.history = [];
  }

  resources(): ResourceName[] {
    return [...this.#tables.keys()];
  }

  #table(resource: ResourceName): Table {
    let table = this.#tables.get(resource);
    if (!table) {
      table = { objects: new Map(), keys: [], history: [], listeners: new Set() };
      this.#tables.set(resource, table);
    }
    return table;
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #tell(table: Table, event: StoreEvent): void {
    table.history.push(event);
    if (table.history.length > HISTORY_MAX) {
      const dropped = table.history.splice(0, HISTORY_MAX / 10);
      this.#compacted = Math.max(this.#compacted, (dropped.at(-1) as StoreEvent).version);
    }
    // A copy: a listener may subscribe another, which must not see this event.
    for (const listener of Array.from(table.listeners)) listener(event);
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}
