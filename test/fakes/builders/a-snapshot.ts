import type { FleetSnapshot, Readings } from '../../../src/core/fleet/fleet-snapshot.ts';
import type { GroupState, InstanceState, Release } from '../../../src/core/fleet/node-group.ts';
import { instanceIdOf, zoneOf, type Node } from '../../../src/core/fleet/node.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { read, type Reading } from '../../../src/core/fleet/reading.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import { aNode } from './a-node.ts';
import type { Running } from './a-workload.ts';

type Value<N extends keyof Readings> = NonNullable<Readings[N]> extends Reading<infer T> ? T : never;

interface SnapshotOptions {
  readonly nodes?: readonly Node[];
  /** The group's nodes; all of them unless said otherwise. */
  readonly targets?: readonly string[];
  /** Workloads with their pods and ReplicaSets. */
  readonly running?: readonly Running[];
  /** Pods beside those of `running`. */
  readonly pods?: readonly Pod[];
  readonly group?: Partial<GroupState>;
  /** What the instances run, by node name; `ami-old` unless said otherwise. */
  readonly images?: Readonly<Record<string, string>>;
  readonly read?: { readonly [N in Exclude<keyof Readings, 'group' | 'nodes' | 'pods'>]?: Value<N> };
  /** Readings that failed or were not asked for. */
  readonly readings?: Partial<Readings>;
  readonly ownNode?: string;
  readonly ownReplicas?: number;
  readonly minor?: number;
}

export const TAKEN_AT = 1_767_225_600_000;

export const aRelease: Release = {
  imageId: 'ami-new',
  imageName: 'node-1.32-v2',
  templateId: 'lt-1',
  templateVersion: '8',
};

/** A cluster of three nodes in three zones with nothing on them, all of one self-managed group, unless said otherwise. */
export function aSnapshot(options: SnapshotOptions = {}): FleetSnapshot {
  const { nodes = threeNodes(), running = [] } = options;
  const targets = options.targets ?? nodes.map(({ metadata }) => metadata.name);
  const members = nodes.filter(({ metadata }) => targets.includes(metadata.name));
  const pods = [...running.flatMap((each) => each.pods), ...(options.pods ?? [])];
  const given = Object.entries(options.read ?? {}).map(([name, value]) => [name, read(value)]);
  return {
    takenAt: TAKEN_AT,
    cluster: { name: 'prod', uid: 'cluster-uid', version: { major: 1, minor: options.minor ?? 32 } },
    nodeGroup: 'workers',
    targets,
    ...(options.ownNode ? { ownNode: options.ownNode } : {}),
    ...(options.ownReplicas === undefined ? {} : { ownReplicas: options.ownReplicas }),
    readings: {
      ...EMPTY,
      nodes: read(nodes),
      pods: read(pods),
      namespaces: read(namespacesOf(pods)),
      ...workloadsOf(running),
      group: read({ ...aGroup(members), ...options.group }),
      instances: read(members.flatMap((node) => anInstance(node, options.images ?? {}))),
      ...Object.fromEntries(given),
      ...options.readings,
    },
  };
}

export function threeNodes(): Node[] {
  return ['a', 'b', 'c'].map((zone, index) => aNode({ name: `n${index + 1}`, zone: `eu-west-1${zone}` }));
}

const EMPTY: Omit<Readings, 'nodes' | 'pods' | 'namespaces' | 'group' | 'instances'> = {
  budgets: read([]),
  deployments: read([]),
  replicaSets: read([]),
  statefulSets: read([]),
  daemonSets: read([]),
  jobs: read([]),
  autoscalers: read([]),
  services: read([]),
  volumes: read([]),
  claims: read([]),
  storageClasses: read([]),
  csiNodes: read([]),
  attachments: read([]),
  owner: read({ kind: 'self-managed' }),
  release: read(aRelease),
};

function workloadsOf(running: readonly Running[]): Partial<Readings> {
  const all = running.map(({ workload }) => workload);
  const ofKind = (kind: Workload['kind']) => read(all.filter((workload) => workload.kind === kind));
  return {
    deployments: ofKind('Deployment'),
    statefulSets: ofKind('StatefulSet'),
    daemonSets: ofKind('DaemonSet'),
    jobs: ofKind('Job'),
    replicaSets: read(running.flatMap(({ replicaSet }) => replicaSet ?? [])),
  };
}

function namespacesOf(pods: readonly Pod[]) {
  const names = new Set(pods.map(({ metadata }) => metadata.namespace ?? ''));
  return [...names].map((name) => ({
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/metadata.name': name } },
  }));
}

function aGroup(nodes: readonly Node[]): GroupState {
  const zones = [...new Set(nodes.map((node) => zoneOf(node) ?? ''))].toSorted();
  return {
    name: 'workers-asg',
    arn: 'arn:aws:autoscaling:eu-west-1:1:autoScalingGroup:1:autoScalingGroupName/workers-asg',
    minSize: 0,
    maxSize: nodes.length + 3,
    desired: nodes.length,
    zones,
    instances: nodes.flatMap((node) => {
      const instanceId = instanceIdOf(node);
      if (!instanceId) return [];
      const zone = zoneOf(node) ?? '';
      return {
        instanceId,
        zone,
        lifecycleState: 'InService',
        healthStatus: 'Healthy',
        templateVersion: '7',
        protectedFromScaleIn: false,
      };
    }),
    template: { id: 'lt-1', name: 'workers', version: '7' },
    overrideTemplates: [],
    mixed: false,
    suspendedProcesses: [],
    tags: {},
    targetGroupArns: [],
    warmPool: false,
  };
}

function anInstance(node: Node, images: Readonly<Record<string, string>>): InstanceState[] {
  const instanceId = instanceIdOf(node);
  if (!instanceId) return [];
  return [
    {
      instanceId,
      imageId: images[node.metadata.name] ?? 'ami-old',
      instanceType: 'm6i.xlarge',
      zone: zoneOf(node) ?? '',
      state: 'running',
      privateDnsName: `${node.metadata.name}.internal`,
      launchedAt: TAKEN_AT - 86_400_000,
    },
  ];
}
