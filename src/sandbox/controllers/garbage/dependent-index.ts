import type { KubeObject, ResourceName } from '../../kubernetes/object.ts';
import { keyOf } from '../object-key.ts';

/** Who is owned by whom, by the uid of the owner. */
export class DependentIndex {
  #byOwner = new Map<string, Set<string>>();
  #ownersOf = new Map<string, readonly string[]>();

  of(uid: string): string[] {
    return [...(this.#byOwner.get(uid) ?? [])];
  }

  /** True if the owners are others than before. */
  put(resource: ResourceName, object: KubeObject): boolean {
    const key = `${resource} ${keyOf(object)}`;
    const owners = (object.metadata.ownerReferences ?? []).map(({ uid }) => uid);
    if ((this.#ownersOf.get(key) ?? []).join() === owners.join()) return false;
    this.drop(resource, object);
    this.#ownersOf.set(key, owners);
    for (const owner of owners) {
      const group = this.#byOwner.get(owner) ?? new Set();
      this.#byOwner.set(owner, group.add(key));
    }
    return true;
  }

  drop(resource: ResourceName, object: KubeObject): void {
    const key = `${resource} ${keyOf(object)}`;
    for (const owner of this.#ownersOf.get(key) ?? []) {
      const group = this.#byOwner.get(owner);
      group?.delete(key);
      if (group?.size === 0) this.#byOwner.delete(owner);
    }
    this.#ownersOf.delete(key);
  }
}
