import type { KubeObject, ResourceName, StoreEvent } from './object.ts';
import { ObjectView, positionOf } from './object-view.ts';

/** How many changes of one resource are kept for watches and old lists; older ones are compacted away. */
const HISTORY_MAX = 10_000;

/** The store begins here, so that version 1 is always too old to watch from. */
const FIRST_VERSION = 1_000;

interface Table {
  readonly objects: Map<string, KubeObject>;
  /** The keys in etcd's order. */
  readonly keys: string[];
  history: StoreEvent[];
  /** The version of the last change of this resource that its history has forgotten. */
  dropped: number;
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

  /** Lists as of versions below this one are forgotten. */
  get compacted(): number {
    return this.#compacted;
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#tables.get(resource)?.objects.get(keyOf(namespace, name));
  }

  /** Objects in etcd's order (namespace, then name), of one namespace or of all. */
  list(resource: ResourceName, namespace?: string): KubeObject[] {
    return this.view(resource, this.#version, namespace).all();
  }

  /** The objects as they are, or were at a version that is not yet compacted, without copying them. */
  view(resource: ResourceName, version: number, namespace?: string): ObjectView {
    const { keys, objects, history } = this.#table(resource);
    const overlay = new Map<string, KubeObject | undefined>();
    for (let index = history.length - 1; index >= 0; index--) {
      const event = history[index] as StoreEvent;
      if (event.version <= version) break;
      overlay.set(keyOf(event.object.metadata.namespace, event.object.metadata.name), event.previous);
    }
    const isMoved = [...overlay].some(([key, object]) => (object === undefined) === objects.has(key));
    return new ObjectView(isMoved ? pastKeys(keys, overlay) : keys, objects, overlay, namespace);
  }

  /** How many objects of a resource there are. */
  count(resource: ResourceName): number {
    return this.#tables.get(resource)?.objects.size ?? 0;
  }

  /** Lists of this resource as of a version below this one cannot be had any more. */
  oldest(resource: ResourceName): number {
    return Math.max(this.#compacted, this.#tables.get(resource)?.dropped ?? 0);
  }

  /** Stores an object under its metadata with the next version, and tells the watchers. The caller has checked it. */
  put(resource: ResourceName, object: KubeObject): KubeObject {
    const table = this.#table(resource);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const previous = table.objects.get(key);
    const stored = this.#stamp(object);
    if (!previous) table.keys.splice(positionOf(table.keys, key), 0, key);
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
    table.keys.splice(positionOf(table.keys, key), 1);
    this.#tell(table, { type: 'DELETED', resource, object: stored, previous, version: this.#version });
    return stored;
  }

  /** Watches of this resource can begin at this version or later. */
  oldestWatch(resource: ResourceName): number {
    return Math.max(FIRST_VERSION, this.#tables.get(resource)?.dropped ?? 0);
  }

  /** All changes of a resource after a version, oldest first; undefined if that version is forgotten. */
  since(resource: ResourceName, version: number): readonly StoreEvent[] | undefined {
    if (version < this.oldestWatch(resource)) return undefined;
    const { history } = this.#table(resource);
    let from = history.length;
    while (from > 0 && (history[from - 1] as StoreEvent).version > version) from -= 1;
    return history.slice(from);
  }

  /** Called synchronously at every change of the resource. A listener must not throw. */
  subscribe(resource: ResourceName, listener: (event: StoreEvent) => void): () => void {
    const { listeners } = this.#table(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /**
   * Forgets old versions as etcd's compaction does: lists and their pages cannot be had as of an older version. Watches
   * are served from the API server's own memory of changes, which a compaction leaves alone.
   */
  compact(): void {
    this.#compacted = this.#version;
  }

  /** Forgets the changes that watches begin with, as an API server that starts anew has. */
  forgetChanges(): void {
    this.compact();
    for (const table of this.#tables.values()) {
      table.history = [];
      table.dropped = this.#version;
    }
  }

  resources(): ResourceName[] {
    return [...this.#tables.keys()];
  }

  #table(resource: ResourceName): Table {
    let table = this.#tables.get(resource);
    if (!table) {
      table = { objects: new Map(), keys: [], history: [], dropped: 0, listeners: new Set() };
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
      table.dropped = (dropped.at(-1) as StoreEvent).version;
    }
    // A copy: a listener may subscribe another, which must not see this event.
    for (const listener of Array.from(table.listeners)) listener(event);
  }
}

/** The keys that there were: without what came later, with what has gone since. */
function pastKeys(keys: readonly string[], overlay: ReadonlyMap<string, KubeObject | undefined>): string[] {
  const kept = keys.filter((key) => !overlay.has(key));
  const were = [...overlay].filter(([, object]) => object !== undefined).map(([key]) => key);
  return [...kept, ...were].sort();
}

function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}
