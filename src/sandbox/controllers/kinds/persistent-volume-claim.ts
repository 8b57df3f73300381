import type { KubeObject } from '../../kubernetes/object.ts';
import type { Condition } from './condition.ts';
import type { LabelSelector } from './label-selector.ts';

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    accessModes?: string[];
    storageClassName?: string;
    volumeName?: string;
    volumeMode?: string;
    selector?: LabelSelector;
    resources?: { requests?: { storage?: string } };
    [field: string]: unknown;
  };
  status?: {
    phase?: string;
    accessModes?: string[];
    capacity?: { storage?: string };
    conditions?: Condition[];
  };
}

/** Written on a claim that the scheduler wants provisioned where its pod will run. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** Written by the volume controller when volume and claim point at each other. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

/** Does the claim point at a volume, and has the controller said so? */
export function isFullyBound(claim: PersistentVolumeClaim): boolean {
  return Boolean(claim.spec.volumeName) && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** The class by its field or, as of old, by its annotation. */
export function storageClassOf({ spec, metadata }: PersistentVolumeClaim): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
}
