import type { LabelSelector, Meta } from './meta.ts';
import type { NodeSelector } from './pod.ts';

export interface PersistentVolume {
  readonly metadata: Meta;
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly capacity?: Readonly<Record<string, string>>;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly nodeAffinity?: { readonly required?: NodeSelector };
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly csi?: { readonly driver: string; readonly volumeHandle: string };
    readonly local?: { readonly path: string };
    readonly hostPath?: { readonly path: string };
    readonly [source: string]: unknown;
  };
  readonly status?: { readonly phase?: string };
}

export interface PersistentVolumeClaim {
  readonly metadata: Meta;
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string;
    readonly selector?: LabelSelector;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
  readonly status?: { readonly phase?: string };
}

export interface StorageClass {
  readonly metadata: Meta;
  readonly provisioner: string;
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
  }[];
}

export interface CsiNode {
  readonly metadata: Meta;
  readonly spec: {
    readonly drivers?:
      | readonly {
          readonly name: string;
          readonly nodeID?: string;
          readonly allocatable?: { readonly count?: number };
        }[]
      | null;
  };
}

export interface VolumeAttachment {
  readonly metadata: Meta;
  readonly spec: {
    readonly attacher: string;
    readonly nodeName: string;
    readonly source: { readonly persistentVolumeName?: string; readonly inlineVolumeSpec?: object };
  };
  readonly status?: {
    readonly attached?: boolean;
    readonly attachError?: object;
    readonly detachError?: object;
  };
}

export interface CsiDriver {
  readonly metadata: Meta;
  readonly spec: { readonly attachRequired?: boolean; readonly storageCapacity?: boolean };
}

/** How much a driver can still provision of one class in one part of the topology. */
export interface CsiStorageCapacity {
  readonly metadata: Meta;
  readonly storageClassName: string;
  readonly nodeTopology?: LabelSelector;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}
