import { samePlain } from '../../../src/core/same-plain.ts';
import type { ListedKind, ListedKinds } from '../../../src/ports/cluster.ts';
import { copyPlain, freezePlain } from './plain-data.ts';

/** A type with everything in it changeable: fakes edit copies of what core only reads. */
export type Draft<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

export interface ObjectChange {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly kind: ListedKind;
  readonly namespace: string | undefined;
  readonly name: string;
}

type Any = ListedKinds[ListedKind];

interface Table {
  readonly byKey: Map<string, Any>;
  /** The keys in order, and the objects in that order; made anew when they are asked for after a change. */
  keys: readonly string[] | undefined;
  listed: readonly Any[] | undefined;
}

/**
 * Kubernetes objects in memory, with versions. An object that is stored is never changed: an edit stores another one, so
 * what is handed out stays as it was. What is given is copied.
 */
export class MemoryObjects {
  #version = 1_000;
  #uid = 0;
  readonly #tables = new Map<ListedKind, Table>();
  readonly #listeners = new Set<(change: ObjectChange) => void>();

  /** Stores an object; one without a uid gets one. */
  put<K extends ListedKind>(
    kind: K,
    object: Omit<ListedKinds[K], 'metadata'> & { metadata: object },
  ): ListedKinds[K] {
    return this.#store(kind, copyPlain(object) as Draft<ListedKinds[K]>);
  }

  get<K extends ListedKind>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): ListedKinds[K] | undefined {
    return this.#table(kind).byKey.get(keyOf(namespace, name)) as ListedKinds[K] | undefined;
  }

  /** In the order of namespaces and names. */
  list<K extends ListedKind>(kind: K): readonly ListedKinds[K][] {
    const table = this.#table(kind);
    table.keys ??= [...table.byKey.keys()].toSorted();
    table.listed ??= table.keys.map((key) => table.byKey.get(key)!);
    return table.listed as readonly ListedKinds[K][];
  }

  /** Changes a copy of an object and stores it. A change that changes nothing makes no event. Answers what is stored then. */
  edit<K extends ListedKind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    change: (draft: Draft<ListedKinds[K]>) => void,
  ): ListedKinds[K] | undefined {
    const current = this.get(kind, namespace, name);
    if (!current) return undefined;
    const draft = copyPlain(current) as Draft<ListedKinds[K]>;
    change(draft);
    return samePlain(draft, current) ? current : this.#store(kind, draft);
  }

  remove(kind: ListedKind, namespace: string | undefined, name: string): boolean {
    const key = keyOf(namespace, name);
    const table = this.#table(kind);
    const known = table.byKey.get(key);
    if (!known) return false;
    this.#version += 1;
    table.byKey.delete(key);
    table.keys = undefined;
    table.listed = undefined;
    this.#tell('deleted', kind, known);
    return true;
  }

  subscribe(listener: (change: ObjectChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get version(): number {
    return this.#version;
  }

  #store<K extends ListedKind>(kind: K, stored: Draft<ListedKinds[K]>): ListedKinds[K] {
    const key = keyOf(stored.metadata.namespace, stored.metadata.name);
    const table = this.#table(kind);
    const isNew = !table.byKey.has(key);
    stored.metadata.uid ??= `uid-${++this.#uid}`;
    stored.metadata.resourceVersion = String(++this.#version);
    const object = freezePlain(stored) as ListedKinds[K];
    table.byKey.set(key, object);
    if (isNew) table.keys = undefined;
    table.listed = undefined;
    this.#tell(isNew ? 'added' : 'modified', kind, object);
    return object;
  }

  #table(kind: ListedKind): Table {
    let table = this.#tables.get(kind);
    if (!table) this.#tables.set(kind, (table = { byKey: new Map(), keys: undefined, listed: undefined }));
    return table;
  }

  #tell(type: ObjectChange['type'], kind: ListedKind, { metadata: { namespace, name } }: Any): void {
    for (const listener of this.#listeners) listener({ type, kind, namespace, name });
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
