import type { KubeObject } from '../../kubernetes/object.ts';

export interface Lease extends KubeObject {
  spec: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    renewTime?: string;
    [field: string]: unknown;
  };
}
