import type { KubeObject, ResourceName, StoreEvent } from '../kubernetes/object.ts';
import type { ControllerContext } from './controller-context.ts';
import { controllerOf, type Pod } from './kinds/pod.ts';
import { keyOf } from './object-key.ts';

export interface OwnerKind<T extends KubeObject> {
  readonly resource: ResourceName;
  readonly kind: string;
  readonly selects: (owner: T, pod: Pod) => boolean;
}

/** Whom a change of a pod concerns: its owner before and after; of an orphan everybody who might adopt it. */
export function ownersOfPod<T extends KubeObject>(
  { cluster }: ControllerContext,
  { object, previous }: StoreEvent<Pod>,
  { resource, kind, selects }: OwnerKind<T>,
): string[] {
  const { namespace } = object.metadata;
  const owners = [object, previous].flatMap((pod) => (pod && controllerOf(pod)) ?? []);
  if (owners.length > 0) {
    return owners.filter((owner) => owner.kind === kind).map(({ name }) => `${namespace ?? ''}/${name}`);
  }
  return cluster
    .list<T>(resource, namespace)
    .filter((owner) => selects(owner, object))
    .map(keyOf);
}
