import type { KubeObject } from '../../kubernetes/object.ts';

export interface CsiNode extends KubeObject {
  spec: { drivers?: CsiNodeDriver[] | null };
}

interface CsiNodeDriver {
  name: string;
  nodeID: string;
  topologyKeys?: string[];
  allocatable?: { count?: number };
}
