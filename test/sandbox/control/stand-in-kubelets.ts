import type { WorldClock } from '../../../src/sandbox/clock.ts';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { ImageBook, Machine, MachineFeed } from '../../../src/sandbox/machines.ts';
import { MACHINE_SIZES } from '../../../src/sandbox/machines.ts';

interface Options {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly machines: MachineFeed;
  readonly images: ImageBook;
}

/** World ms. */
const POD_START_MS = 6_000;
const POD_STOP_MS = 8_000;

/** The least that a kubelet does, for pictures of the world: nodes join and leave, pods start and stop. */
export function startStandInKubelets({ cluster, clock, machines, images }: Options): { stop(): void } {
  let running = true;
  const later = (worldMs: number, run: () => void): void => void clock.after(worldMs, () => running && run());
  const register = (machine: Machine, isOld: boolean): void => {
    const traits = images.get(machine.imageId);
    if (!traits?.joins) return;
    later(isOld ? 0 : traits.joinMs, () => {
      cluster.create<Node>('nodes', nodeOf(machine, traits.kubeletVersion));
      later(isOld ? 0 : traits.readyMs, () => setReady(cluster, clock, machine.privateDnsName, 'True'));
    });
  };
  for (const machine of machines.machines()) register(machine, true);
  const unsubscribe = machines.subscribe(({ type, machine }) => {
    if (type === 'running') register(machine, machine.launchedAt < clock.now() - 3_600_000);
    else setReady(cluster, clock, machine.privateDnsName, 'False');
    if (type === 'gone') later(5_000, () => leave(cluster, machine.privateDnsName));
  });
  const unwatch = cluster.watch<Pod>('pods', ({ type, object, previous }) => {
    const { namespace, name, uid } = object.metadata;
    if (type === 'DELETED') return;
    if (object.spec.nodeName && !previous?.spec.nodeName)
      later(POD_START_MS, () => run(cluster, clock, object));
    if (object.metadata.deletionTimestamp && !previous?.metadata.deletionTimestamp)
      later(object.spec.nodeName ? POD_STOP_MS : 0, () =>
        cluster.delete('pods', namespace, name, { uid, graceSeconds: 0 }),
      );
  });
  return {
    stop: () => {
      running = false;
      unsubscribe();
      unwatch();
    },
  };
}

function nodeOf(machine: Machine, kubeletVersion: string) {
  const size = MACHINE_SIZES[machine.instanceType];
  const resources = {
    cpu: String(size?.cpuCores ?? 4),
    memory: `${size?.memoryGiB ?? 16}Gi`,
    pods: String(size?.podsMax ?? 58),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.privateDnsName,
      labels: {
        'kubernetes.io/hostname': machine.privateDnsName,
        'topology.kubernetes.io/zone': machine.zone,
        ...machine.nodeLabels,
      },
    },
    spec: { providerID: `aws:///${machine.zone}/${machine.instanceId}` },
    status: {
      capacity: resources,
      allocatable: resources,
      nodeInfo: { kubeletVersion },
      conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'not yet' }],
    },
  };
}

function setReady(cluster: Cluster, clock: WorldClock, name: string, status: 'True' | 'False'): void {
  cluster.edit<Node>('nodes', undefined, name, (node) => {
    const ready = {
      type: 'Ready',
      status,
      lastTransitionTime: clock.isoSeconds(),
      lastHeartbeatTime: clock.isoSeconds(),
    };
    node.status = { ...node.status, conditions: [ready] };
  });
}

function leave(cluster: Cluster, name: string): void {
  for (const pod of cluster.list<Pod>('pods').filter(({ spec }) => spec.nodeName === name))
    cluster.delete('pods', pod.metadata.namespace, pod.metadata.name, { graceSeconds: 0 });
  cluster.delete('nodes', undefined, name);
}

let addresses = 0;

function run(cluster: Cluster, clock: WorldClock, { metadata, spec }: Pod): void {
  addresses += 1;
  const podIP = `10.9.${Math.floor(addresses / 250) % 250}.${(addresses % 250) + 1}`;
  cluster.edit<Pod>('pods', metadata.namespace, metadata.name, (pod) => {
    if (pod.metadata.uid !== metadata.uid) return;
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'Ready');
    pod.status = {
      ...pod.status,
      phase: 'Running',
      podIP,
      podIPs: [{ ip: podIP }],
      conditions: [...others, { type: 'Ready', status: 'True', lastTransitionTime: clock.isoSeconds() }],
      containerStatuses: spec.containers.map(({ name, image = '' }) => ({
        name,
        image,
        imageID: image,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: clock.isoSeconds() } },
        lastState: {},
      })),
    };
  });
}
