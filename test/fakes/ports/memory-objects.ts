import type { ListedKind, ListedKinds } from '../../../src/ports/cluster.ts';

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

type Any = Draft<ListedKinds[ListedKind]>;

/** Kubernetes objects in memory, with versions. What it hands out are copies; what it is given is copied. */
export class MemoryObjects {
  #version = 1_000;
  #uid = 0;
  readonly #tables = new Map<ListedKind, Map<string, Any>>();
  readonly #listeners = new Set<(change: ObjectChange) => void>();

  /** Stores an object; one without a uid gets one. */
  put<K extends ListedKind>(
    kind: K,
    object: Omit<ListedKinds[K], 'metadata'> & { metadata: object },
  ): ListedKinds[K] {
    const stored = structuredClone(object) as Any;
    const key = keyOf(stored.metadata.namespace, stored.metadata.name);
    const known = this.#table(kind).get(key);
    stored.metadata.uid ??= `uid-${++this.#uid}`;
    stored.metadata.resourceVersion = String(++this.#version);
    this.#table(kind).set(key, stored);
    this.#tell(known ? 'modified' : 'added', kind, stored);
    return copyOf<K>(stored);
  }

  get<K extends ListedKind>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): ListedKinds[K] | undefined {
    const object = this.#table(kind).get(keyOf(namespace, name));
    return object && copyOf<K>(object);
  }

  /** In the order of namespaces and names. */
  list<K extends ListedKind>(kind: K): ListedKinds[K][] {
    const entries = [...this.#table(kind)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([, object]) => copyOf<K>(object));
  }

  /** Changes an object in place. A change that changes nothing makes no event. Answers what is stored then. */
  edit<K extends ListedKind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    change: (draft: Draft<ListedKinds[K]>) => void,
  ): ListedKinds[K] | undefined {
    const current = this.get(kind, namespace, name);
    if (!current) return undefined;
    const draft = structuredClone(current) as Draft<ListedKinds[K]>;
    change(draft);
    if (JSON.stringify(draft) === JSON.stringify(current)) return current;
    return this.put(kind, draft as ListedKinds[K]);
  }

  remove(kind: ListedKind, namespace: string | undefined, name: string): boolean {
    const key = keyOf(namespace, name);
    const known = this.#table(kind).get(key);
    if (!known) return false;
    this.#version += 1;
    this.#table(kind).delete(key);
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

  #table(kind: ListedKind): Map<string, Any> {
    let table = this.#tables.get(kind);
    if (!table) this.#tables.set(kind, (table = new Map()));
    return table;
  }

  #tell(type: ObjectChange['type'], kind: ListedKind, { metadata: { namespace, name } }: Any): void {
    for (const listener of Array.from(this.#listeners)) listener({ type, kind, namespace, name });
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The table an object comes from says its kind; TypeScript loses the pairing through the union. */
function copyOf<K extends ListedKind>(object: Any): ListedKinds[K] {
  return structuredClone(object) as unknown as ListedKinds[K];
}
