import type { KubeObject } from '../../kubernetes/object.ts';
import type { LabelSelector } from './label-selector.ts';

export interface CsiStorageCapacity extends KubeObject {
  storageClassName: string;
  nodeTopology?: LabelSelector;
  capacity?: string;
  maximumVolumeSize?: string;
}
