import type { CsiDriver } from '../controllers/kinds/csi-driver.ts';
import type { CsiNode } from '../controllers/kinds/csi-node.ts';
import type { CsiStorageCapacity } from '../controllers/kinds/csi-storage-capacity.ts';
import type { Labels, LabelSelector } from '../controllers/kinds/label-selector.ts';
import type { PersistentVolume } from '../controllers/kinds/persistent-volume.ts';
import type { PersistentVolumeClaim } from '../controllers/kinds/persistent-volume-claim.ts';
import type { StorageClass } from '../controllers/kinds/storage-class.ts';
import type { VolumeAttachment } from '../controllers/kinds/volume-attachment.ts';
import type { NodeState } from './node-state.ts';

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
  /** Selectors of the Services and workload owners of a pod, for the default spread; they never filter. */
  readonly owners: readonly { readonly namespace: string; readonly selector: LabelSelector }[];
}
