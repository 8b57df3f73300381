import type { KubeObject, OwnerReference } from '../kubernetes/object.ts';

/** The reference that a controller puts on what it makes. */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
