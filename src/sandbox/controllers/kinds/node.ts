import type { KubeObject } from '../../kubernetes/object.ts';
import type { Condition } from './condition.ts';
import type { Quantities } from './pod.ts';

export interface Node extends KubeObject {
  spec: NodeSpec;
  status?: NodeStatus;
}

interface NodeSpec {
  providerID?: string;
  unschedulable?: boolean;
  taints?: Taint[];
  podCIDR?: string;
  [field: string]: unknown;
}

export interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

interface NodeStatus {
  allocatable?: Quantities;
  capacity?: Quantities;
  conditions?: Condition[];
  addresses?: { type: string; address: string }[];
  nodeInfo?: Record<string, string>;
  volumesInUse?: string[];
  volumesAttached?: { name: string; devicePath: string }[];
  [field: string]: unknown;
}
