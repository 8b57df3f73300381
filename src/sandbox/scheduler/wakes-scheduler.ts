import { isFinished, isTerminating, type Pod } from '../controllers/kinds/pod.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { KubeObject, StoreEvent } from '../kubernetes/object.ts';

/** Resources any change of which may make room for a pod. */
export const ALWAYS_WAKING = [
  'persistentvolumes',
  'persistentvolumeclaims',
  'storageclasses.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'csidrivers.storage.k8s.io',
  'csistoragecapacities.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
] as const;

/** Heartbeats and conditions of a node place nobody; its labels, taints, cordon and size do. */
export function nodeChangeWakes({ type, object, previous }: StoreEvent<Node>): boolean {
  if (type !== 'MODIFIED' || !previous) return true;
  return (
    !same(object.spec, previous.spec) ||
    !same(object.metadata.labels, previous.metadata.labels) ||
    !same(object.status?.allocatable, previous.status?.allocatable)
  );
}

/** A pod with a node that came, went, ended, or changed its labels. */
export function podChangeWakes({ type, object, previous }: StoreEvent<Pod>): boolean {
  if (!object.spec.nodeName) return false;
  if (type !== 'MODIFIED' || !previous?.spec.nodeName) return true;
  return (
    isFinished(object) !== isFinished(previous) ||
    isTerminating(object) !== isTerminating(previous) ||
    !same(object.metadata.labels, previous.metadata.labels)
  );
}

export function labelsChanged({ type, object, previous }: StoreEvent<KubeObject>): boolean {
  return type !== 'MODIFIED' || !same(object.metadata.labels, previous?.metadata.labels);
}

/** Has anything of the pod changed that its placing depends on? Status and annotations do not count. */
export function placingChanged({ object, previous }: StoreEvent<Pod>): boolean {
  return !same(object.spec, previous?.spec) || !same(object.metadata.labels, previous?.metadata.labels);
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
