import type { KubeObject } from '../kubernetes/object.ts';
import type { CsiDriver } from '../controllers/kinds/csi-driver.ts';
import type { CsiNode } from '../controllers/kinds/csi-node.ts';
import type { CsiStorageCapacity } from '../controllers/kinds/csi-storage-capacity.ts';
import type { Labels, LabelSelector } from '../controllers/kinds/label-selector.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { PersistentVolume } from '../controllers/kinds/persistent-volume.ts';
import type { PersistentVolumeClaim } from '../controllers/kinds/persistent-volume-claim.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { StorageClass } from '../controllers/kinds/storage-class.ts';
import type { VolumeAttachment } from '../controllers/kinds/volume-attachment.ts';
import { nodeState, type NodeState } from './node-state.ts';

/** Everything that a scheduling decision may look at, at one moment. */
export interface Snapshot {
  readonly nodes: readonly NodeState[];
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  readonly volumes: readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  csiNode(name: string): CsiNode | undefined;
  csiDriver(name: string): CsiDriver | undefined;
  readonly capacities: readonly CsiStorageCapacity[];
  readonly attachments: readonly VolumeAttachment[];
  namespaceLabels(name: string): Labels;
  /** Selectors of Services and workloads, for the default spread; they never filter. */
  readonly owners: readonly OwnerSelector[];
}

export interface OwnerSelector {
  readonly namespace: string;
  readonly selector: LabelSelector;
}

export interface SnapshotParts {
  readonly nodes: readonly Node[];
  /** All pods of the cluster; only those with a `nodeName` count. */
  readonly pods: readonly Pod[];
  readonly claims: readonly PersistentVolumeClaim[];
  readonly volumes: readonly PersistentVolume[];
  readonly storageClasses: readonly StorageClass[];
  readonly csiNodes: readonly CsiNode[];
  readonly csiDrivers: readonly CsiDriver[];
  readonly capacities: readonly CsiStorageCapacity[];
  readonly attachments: readonly VolumeAttachment[];
  readonly namespaces: readonly KubeObject[];
  readonly owners: readonly OwnerSelector[];
}

export function createSnapshot(parts: SnapshotParts): Snapshot {
  const claims = byKey(parts.claims);
  const volumes = byKey(parts.volumes);
  const storageClasses = byKey(parts.storageClasses);
  const csiNodes = byKey(parts.csiNodes);
  const csiDrivers = byKey(parts.csiDrivers);
  const namespaces = byKey(parts.namespaces);
  const bound = Map.groupBy(parts.pods, ({ spec }) => spec.nodeName ?? '');
  return {
    nodes: parts.nodes.map((node) => nodeState(node, bound.get(node.metadata.name) ?? [])),
    claim: (namespace, name) => claims.get(`${namespace}/${name}`),
    volume: (name) => volumes.get(name),
    volumes: parts.volumes,
    storageClass: (name) => storageClasses.get(name),
    csiNode: (name) => csiNodes.get(name),
    csiDriver: (name) => csiDrivers.get(name),
    capacities: parts.capacities,
    attachments: parts.attachments,
    namespaceLabels: (name) => namespaces.get(name)?.metadata.labels ?? {},
    owners: parts.owners,
  };
}

function byKey<T extends KubeObject>(objects: readonly T[]): Map<string, T> {
  return new Map(
    objects.map((object) => {
      const { namespace, name } = object.metadata;
      return [namespace === undefined ? name : `${namespace}/${name}`, object];
    }),
  );
}
