import type { KubeObject } from '../../kubernetes/object.ts';

export interface CsiDriver extends KubeObject {
  spec: { attachRequired?: boolean; storageCapacity?: boolean; [field: string]: unknown };
}
