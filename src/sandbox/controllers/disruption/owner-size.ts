import type { Cluster } from '../../kubernetes/cluster.ts';
import type { KubeObject, OwnerReference } from '../../kubernetes/object.ts';
import { controllerOf } from '../kinds/pod.ts';
import { resourceOfKind } from '../resource-of-kind.ts';

interface Sized extends KubeObject {
  spec?: { replicas?: number };
}

export type OwnerSize =
  | { readonly kind: 'known'; readonly uid: string; readonly replicas: number }
  /** The owner is gone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly problem: string };

/** Kinds with the scale subresource. */
const SCALABLE = new Set([
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'replicationcontrollers',
]);

/** The size that the owner of a pod wants; that of a Deployment where the owner is its ReplicaSet. */
export function sizeOfOwner(
  cluster: Cluster,
  namespace: string | undefined,
  reference: OwnerReference,
): OwnerSize {
  const resource = resourceOfKind(reference.apiVersion, reference.kind);
  if (resource === undefined) {
    const problem = `no matches for kind "${reference.kind}" in version "${reference.apiVersion}"`;
    return { kind: 'unknown', problem };
  }
  if (!SCALABLE.has(resource)) {
    return { kind: 'unknown', problem: `${resource} does not implement the scale subresource` };
  }
  const owner = cluster.get<Sized>(resource, namespace, reference.name);
  if (!owner || owner.metadata.uid !== reference.uid) return { kind: 'none' };
  const above = controllerOf(owner);
  if (resource === 'replicasets.apps' && above?.kind === 'Deployment') {
    const size = sizeOfOwner(cluster, namespace, above);
    // A Deployment that is gone leaves its ReplicaSet to stand for itself.
    if (size.kind !== 'none') return size;
  }
  return { kind: 'known', uid: owner.metadata.uid, replicas: owner.spec?.replicas ?? 1 };
}
