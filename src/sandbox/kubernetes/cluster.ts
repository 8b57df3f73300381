import { randomUUID } from 'node:crypto';
import type { WorldClock } from '../clock.ts';
import type { KubeObject, ObjectMeta, ResourceName, StoreEvent } from './object.ts';
import { ObjectStore } from './store.ts';

/** What a controller hands in: no uid, version or times yet. */
export type Draft = Omit<KubeObject, 'metadata'> & { metadata: Partial<ObjectMeta> };

export interface DeleteOptions {
  /** Seconds of grace instead of the object's own. 0 removes at once. */
  readonly graceSeconds?: number;
  /** Only if the object still has this uid. */
  readonly uid?: string;
}

/**
 * The cluster as its own controllers reach it, in process and without HTTP: the same objects, rules and events that
 * a client of the API sees. Objects it hands out are never to be changed in place.
 */
export class Cluster {
  readonly store = new ObjectStore();
  readonly clock: WorldClock;

  constructor(clock: WorldClock) {
    this.clock = clock;
  }

  get<T extends KubeObject>(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
  ): T | undefined {
    return this.store.get(resource, namespace, name) as T | undefined;
  }

  list<T extends KubeObject>(resource: ResourceName, namespace?: string): T[] {
    return this.store.list(resource, namespace) as T[];
  }

  /** Makes an object as the API server would: identity, times, defaults. Undefined if the name is taken. */
  create<T extends KubeObject>(resource: ResourceName, draft: Draft): T | undefined {
    const name = draft.metadata.name ?? `${draft.metadata.generateName}${suffix()}`;
    if (this.store.get(resource, draft.metadata.namespace, name)) return undefined;
    const metadata = {
      ...draft.metadata,
      name,
      uid: randomUUID(),
      resourceVersion: '',
      creationTimestamp: this.clock.isoSeconds(),
    };
    return this.store.put(resource, { ...draft, metadata } as KubeObject) as T;
  }

  /** Reads, lets `change` edit a copy, stores it. A change that changes nothing makes no event. */
  edit<T extends KubeObject>(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    change: (draft: T) => void,
  ): T | undefined {
    const current = this.get<T>(resource, namespace, name);
    if (!current) return undefined;
    const draft = structuredClone(current);
    change(draft);
    if (JSON.stringify(draft) === JSON.stringify(current)) return current;
    return this.store.put(resource, draft) as T;
  }

  /** Deletes as the API would: finalizers and a pod's grace keep the object, marked, until they are done. */
  delete(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): boolean {
    const current = this.get(resource, namespace, name);
    if (!current || (options.uid !== undefined && options.uid !== current.metadata.uid)) return false;
    this.store.remove(resource, namespace, name);
    return true;
  }

  /** Called synchronously at every change of the resource; what it does must be short and must not throw. */
  watch<T extends KubeObject>(resource: ResourceName, listener: (event: StoreEvent<T>) => void): () => void {
    return this.store.subscribe(resource, listener as (event: StoreEvent) => void);
  }
}

/** The five characters that the API server adds to a generateName. */
function suffix(): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length: 5 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
}
