import type { Node } from '../../../src/core/fleet/node.ts';

interface NodeOptions {
  readonly name?: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly ready?: boolean;
  readonly spec?: NonNullable<Node['spec']>;
  /** `i-` and the name unless said otherwise; null for a node without an instance. */
  readonly instanceId?: string | null;
}

/** A Ready node of zone `eu-west-1a` with 4 cpu and 16 GiB, unless said otherwise. */
export function aNode(options: NodeOptions = {}): Node {
  const { name = 'n1', zone = 'eu-west-1a', cpu = '4', memory = '16Gi', pods = '58', ready = true } = options;
  const instanceId = options.instanceId === undefined ? instanceOf(name) : options.instanceId;
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      creationTimestamp: '2025-12-31T00:00:30Z',
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': zone,
        'topology.ebs.csi.aws.com/zone': zone,
        ...options.labels,
      },
      ...(options.annotations ? { annotations: options.annotations } : {}),
    },
    spec: { ...(instanceId ? { providerID: `aws:///${zone}/${instanceId}` } : {}), ...options.spec },
    status: {
      allocatable: { cpu, memory, pods, 'ephemeral-storage': '80Gi' },
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2025-12-31T00:01:00Z' },
      ],
      nodeInfo: { kubeletVersion: 'v1.32.4-eks-1', osImage: 'Amazon Linux 2023' },
    },
  };
}

export function instanceOf(nodeName: string): string {
  return `i-${nodeName.replaceAll(/[^0-9a-z]/g, '')}`;
}
