import type { FleetSnapshot } from '../../../src/core/fleet/fleet-snapshot.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { CsiNode, PersistentVolume, PersistentVolumeClaim } from '../../../src/core/fleet/storage.ts';
import { zoneOf } from '../../../src/core/fleet/node.ts';
import { aBudget } from './a-budget.ts';
import { aNode } from './a-node.ts';
import { aService } from './a-service.ts';
import { aSnapshot } from './a-snapshot.ts';
import { aZonalVolume } from './a-volume.ts';
import { aWorkload, running, type Running } from './a-workload.ts';

type Options = NonNullable<Parameters<typeof aSnapshot>[0]>;

const CORDON_TOLERATED = [{ operator: 'Exists' }];
const WELL_BEHAVED = {
  readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  ports: [{ containerPort: 80 }],
};

const SIX_NODES: readonly Node[] = ['a', 'b', 'c', 'a', 'b', 'c'].map((zone, index) =>
  aNode({ name: `n${index + 1}`, zone: `eu-west-1${zone}` }),
);

/**
 * What every healthy cluster has: add-ons as they are shipped, DaemonSets with emptyDir, a pair that elects a leader,
 * workloads with budgets, two StatefulSets with volumes in their zones. `extra` is put on top.
 */
export function aHealthyFleet(extra: Options = {}): FleetSnapshot {
  const stateful = ['db', 'queue'].map((name) => aStatefulSet(name));
  const all: Running[] = [
    ...daemons(),
    ...addOns(),
    ...stateful.map(({ set }) => set),
    aDeployment('web', ['n1', 'n2', 'n3']),
    aDeployment('api', ['n4', 'n5', 'n6']),
    ...(extra.running ?? []),
  ];
  return aSnapshot({
    nodes: SIX_NODES,
    ...extra,
    running: all,
    read: {
      ...extra.read,
      budgets: [
        aBudget({ name: 'web' }),
        aBudget({ name: 'api' }),
        aBudget({ name: 'db' }),
        aBudget({ name: 'queue' }),
        aBudget({
          name: 'coredns',
          namespace: 'kube-system',
          expected: 2,
          selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        }),
        ...(extra.read?.budgets ?? []),
      ],
      services: [
        aService('web'),
        aService('api'),
        aService('db', { clusterIP: 'None' }),
        aService('queue', { clusterIP: 'None' }),
        aService('kube-dns', { selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 53 }] }, 'kube-system'),
        ...(extra.read?.services ?? []),
      ],
      claims: [...stateful.flatMap(({ claims }) => claims), ...(extra.read?.claims ?? [])],
      volumes: [...stateful.flatMap(({ volumes }) => volumes), ...(extra.read?.volumes ?? [])],
      csiNodes: (extra.nodes ?? SIX_NODES).map(csiNodeOf),
    },
  });
}

function daemons(): Running[] {
  return ['aws-node', 'kube-proxy', 'ebs-csi-node'].map((name) => {
    const volumes = [
      { name: 'plugin', hostPath: { path: '/var/lib/kubelet' } },
      { name: 'tmp', emptyDir: {} },
    ];
    const template = { tolerations: CORDON_TOLERATED, priorityClassName: 'system-node-critical', volumes };
    const daemon = aWorkload({ kind: 'DaemonSet', name, namespace: 'kube-system', template });
    const nodes = SIX_NODES.map(({ metadata }) => metadata.name);
    const status = {
      desiredNumberScheduled: 6,
      currentNumberScheduled: 6,
      numberReady: 6,
      numberMisscheduled: 0,
    };
    return running({ ...daemon, status: { ...daemon.status, ...status } }, nodes);
  });
}

function addOns(): Running[] {
  const tolerations = [{ key: 'CriticalAddonsOnly', operator: 'Exists' }];
  const dns = aWorkload({
    name: 'coredns',
    namespace: 'kube-system',
    replicas: 2,
    labels: { 'k8s-app': 'kube-dns' },
    template: {
      priorityClassName: 'system-cluster-critical',
      tolerations,
      volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
      containers: [{ name: 'coredns', readinessProbe: {}, ports: [{ name: 'dns', containerPort: 53 }] }],
    },
  });
  const controller = aWorkload({
    name: 'ebs-csi-controller',
    namespace: 'kube-system',
    replicas: 2,
    template: { priorityClassName: 'system-cluster-critical', tolerations },
  });
  return [running(dns, ['n1', 'n5']), running(controller, ['n3', 'n4'])];
}

/** Three pods on nodes that are named, with everything a Service's pods should have. */
function aDeployment(name: string, nodes: readonly string[]): Running {
  const containers = [
    { name: 'app', resources: { requests: { cpu: '200m', memory: '256Mi' } }, ...WELL_BEHAVED },
  ];
  return running(aWorkload({ name, replicas: nodes.length, template: { containers } }), nodes);
}

function aStatefulSet(name: string): {
  readonly set: Running;
  readonly claims: readonly PersistentVolumeClaim[];
  readonly volumes: readonly PersistentVolume[];
} {
  const workload = aWorkload({
    kind: 'StatefulSet',
    name,
    replicas: 3,
    template: { containers: [{ name: 'app', ...WELL_BEHAVED }], terminationGracePeriodSeconds: 60 },
    status: { currentRevision: 'r1', updateRevision: 'r1' },
  });
  const nodes = ['n1', 'n2', 'n3'];
  const made = running(workload, nodes);
  const pods = made.pods.map((pod, index) => ({
    ...pod,
    spec: {
      ...pod.spec,
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}-${index}` } }],
    },
  }));
  const volumes = nodes.map((node, index) =>
    aZonalVolume({
      claim: `data-${name}-${index}`,
      zone: zoneOf(SIX_NODES.find(({ metadata }) => metadata.name === node) ?? aNode()) ?? '',
    }),
  );
  return {
    set: { ...made, pods },
    claims: volumes.flatMap((each) => each.claims),
    volumes: volumes.flatMap((each) => each.volumes),
  };
}

function csiNodeOf({ metadata }: Node): CsiNode {
  return {
    metadata: { name: metadata.name, uid: `csi-${metadata.name}` },
    spec: { drivers: [{ name: 'ebs.csi.aws.com', nodeID: metadata.name, allocatable: { count: 25 } }] },
  };
}
