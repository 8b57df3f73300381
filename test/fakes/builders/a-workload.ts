import type { OwnerReference } from '../../../src/core/fleet/meta.ts';
import type { Pod, PodSpec } from '../../../src/core/fleet/pod.ts';
import type { Workload, WorkloadKind } from '../../../src/core/fleet/workload.ts';
import { aPod, referenceTo } from './a-pod.ts';

interface WorkloadOptions {
  readonly kind?: WorkloadKind;
  readonly name?: string;
  readonly namespace?: string;
  readonly replicas?: number;
  readonly ready?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly template?: Partial<PodSpec>;
  readonly spec?: Partial<Workload['spec']>;
  readonly status?: Workload['status'];
  readonly owner?: OwnerReference;
}

/** A Deployment of namespace `shop` with everything ready, unless said otherwise. */
export function aWorkload(options: WorkloadOptions = {}): Workload {
  const { kind = 'Deployment', name = 'web', namespace = 'shop', replicas = 1 } = options;
  const { ready = replicas, labels = { app: name } } = options;
  const containers = [{ name: 'app', resources: { requests: { cpu: '100m', memory: '128Mi' } } }];
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: {
      name,
      namespace,
      uid: `uid-${kind}-${namespace}-${name}`,
      generation: 1,
      labels,
      ...(options.owner ? { ownerReferences: [options.owner] } : {}),
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...options.template } },
      ...options.spec,
    },
    status: {
      observedGeneration: 1,
      replicas,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: replicas,
      ...options.status,
    },
  };
}

/** A workload with its pods, and the ReplicaSet between them if it is a Deployment. */
export interface Running {
  readonly workload: Workload;
  readonly replicaSet: Workload | undefined;
  readonly pods: readonly Pod[];
}

/** Runs one pod on each of the nodes named (a node may be named twice). */
export function running(
  workload: Workload,
  nodes: readonly string[],
  pod: Parameters<typeof aPod>[0] = {},
): Running {
  const { kind, metadata, spec } = workload;
  const replicaSet = kind === 'Deployment' ? replicaSetOf(workload) : undefined;
  const labels = {
    ...spec.template.metadata?.labels,
    ...(replicaSet ? { 'pod-template-hash': HASH } : {}),
  };
  const pods = nodes.map((node, index) => {
    const name = kind === 'StatefulSet' ? `${metadata.name}-${index}` : `${metadata.name}-${HASH}-${index}`;
    const made = aPod({
      namespace: metadata.namespace ?? '',
      owner: replicaSet ?? workload,
      labels,
      ...pod,
      name,
      node,
    });
    return {
      ...made,
      spec: { ...spec.template.spec, ...made.spec, ...containersOf(spec.template.spec, pod) },
    };
  });
  return { workload, replicaSet, pods };
}

const HASH = '7f8b6';

function containersOf(template: PodSpec, pod: Parameters<typeof aPod>[0]): Partial<PodSpec> {
  const own = pod?.cpu ?? pod?.memory ?? pod?.container ?? pod?.spec?.containers;
  return own === undefined ? { containers: template.containers } : {};
}

function replicaSetOf(deployment: Workload): Workload {
  const { metadata, spec } = deployment;
  return {
    ...aWorkload({
      kind: 'ReplicaSet',
      name: `${metadata.name}-${HASH}`,
      namespace: metadata.namespace ?? '',
      replicas: spec.replicas ?? 1,
      owner: referenceTo(deployment),
    }),
    spec: { ...spec },
  };
}
