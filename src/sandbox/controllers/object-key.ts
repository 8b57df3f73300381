import type { KubeObject } from '../kubernetes/object.ts';

/** `namespace/name`, or `/name` for objects of the cluster. */
export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The parts of a key, ready to be spread into the calls of a cluster. */
export function partsOf(key: string): [namespace: string | undefined, name: string] {
  const cut = key.indexOf('/');
  return [key.slice(0, cut) || undefined, key.slice(cut + 1)];
}
