import type { KubeObject } from '../../kubernetes/object.ts';
import type { NodeSelector } from './affinity.ts';

export interface PersistentVolume extends KubeObject {
  spec: {
    capacity?: { storage?: string };
    accessModes?: string[];
    storageClassName?: string;
    volumeMode?: string;
    persistentVolumeReclaimPolicy?: string;
    claimRef?: ClaimReference;
    csi?: {
      driver: string;
      volumeHandle: string;
      fsType?: string;
      volumeAttributes?: Record<string, string>;
    };
    awsElasticBlockStore?: { volumeID: string };
    local?: { path: string };
    nodeAffinity?: { required?: NodeSelector };
    [field: string]: unknown;
  };
  status?: { phase?: string; lastPhaseTransitionTime?: string };
}

export interface ClaimReference {
  kind?: string;
  apiVersion?: string;
  namespace?: string;
  name?: string;
  uid?: string;
}
