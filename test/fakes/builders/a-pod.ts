import type { OwnerReference } from '../../../src/core/fleet/meta.ts';
import type { Container, Pod, PodSpec } from '../../../src/core/fleet/pod.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';

interface PodOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The controller; null for a bare pod. */
  readonly owner?: Workload | OwnerReference | null;
  readonly ready?: boolean;
  readonly phase?: string;
  readonly terminating?: boolean;
  readonly cpu?: string;
  readonly memory?: string;
  readonly container?: Partial<Container>;
  readonly spec?: Partial<PodSpec>;
  readonly status?: Pod['status'];
  /** Names of claims that are mounted. */
  readonly claims?: readonly string[];
}

const REPLICA_SET: OwnerReference = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'unread-1',
  uid: 'uid-unread-1',
  controller: true,
};

/** A running, ready pod of namespace `shop` on node `n1`, unless said otherwise. */
export function aPod(options: PodOptions = {}): Pod {
  const {
    name = 'pod',
    namespace = 'shop',
    node = 'n1',
    labels = { app: name },
    owner = REPLICA_SET,
  } = options;
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-${namespace}-${name}`,
      labels,
      ...(options.annotations ? { annotations: options.annotations } : {}),
      ...(options.terminating ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
      ...(owner ? { ownerReferences: [referenceTo(owner)] } : {}),
    },
    spec: {
      ...(node ? { nodeName: node } : {}),
      containers: [aContainer(options)],
      ...volumesOf(options.claims ?? []),
      ...options.spec,
    },
    status: { ...statusOf(options), ...options.status },
  };
}

export function referenceTo(owner: Workload | OwnerReference): OwnerReference {
  if (!('metadata' in owner)) return owner;
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
}

function aContainer({ cpu = '100m', memory = '128Mi', container }: PodOptions): Container {
  return {
    name: 'app',
    image: 'registry.example/app:1',
    resources: { requests: { cpu, memory } },
    ...container,
  };
}

function volumesOf(claims: readonly string[]): Pick<PodSpec, 'volumes'> {
  if (claims.length === 0) return {};
  return { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) };
}

function statusOf({
  phase = 'Running',
  ready = phase === 'Running',
}: PodOptions): NonNullable<Pod['status']> {
  return {
    phase,
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' },
      { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:20Z' },
    ],
  };
}
