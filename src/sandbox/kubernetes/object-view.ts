import type { KubeObject } from './object.ts';

/**
 * A range of objects in etcd's order, read in place: nothing is copied, so it is good only until the next change.
 * `overlay` holds what was different at the moment of the view; undefined in it: the object was not there.
 */
export class ObjectView {
  readonly #keys: readonly string[];
  readonly #objects: ReadonlyMap<string, KubeObject>;
  readonly #overlay: ReadonlyMap<string, KubeObject | undefined>;
  readonly #from: number;
  readonly #to: number;

  constructor(
    keys: readonly string[],
    objects: ReadonlyMap<string, KubeObject>,
    overlay: ReadonlyMap<string, KubeObject | undefined>,
    namespace: string | undefined,
  ) {
    this.#keys = keys;
    this.#objects = objects;
    this.#overlay = overlay;
    this.#from = namespace === undefined ? 0 : positionOf(keys, `${namespace}/`);
    // '0' is the character after '/', so it ends the range of the namespace.
    this.#to = namespace === undefined ? keys.length : positionOf(keys, `${namespace}0`);
  }

  get length(): number {
    return this.#to - this.#from;
  }

  at(index: number): KubeObject {
    const key = this.#keys[this.#from + index] as string;
    return (this.#overlay.get(key) ?? this.#objects.get(key)) as KubeObject;
  }

  /** The first place behind a key (`namespace/name`, or the name of an object of the cluster). */
  placeAfter(key: string): number {
    const place = positionOf(this.#keys, key);
    return (this.#keys[place] === key ? place + 1 : place) - this.#from;
  }

  all(): KubeObject[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }
}

/** Where a key stands, or would stand, in a sorted list. */
export function positionOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
