import { WorldClock } from '../../../src/sandbox/clock.ts';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { ControllerSettings } from '../../../src/sandbox/controllers/controller-settings.ts';
import { startControllers, type Controllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import { SYNC_WARNING } from '../../../src/sandbox/controllers/work-queue.ts';
import { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { KubeObject, StoreEvent } from '../../../src/sandbox/kubernetes/object.ts';
import type { MachineFeed } from '../../../src/sandbox/machines.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { startScheduler } from '../../../src/sandbox/scheduler/start-scheduler.ts';

export const WORLD_START = Date.parse('2026-01-01T00:00:00Z');

/** World ms after which a condition that does not come is a failure. */
const PATIENCE_MS = 3 * 3_600_000;

export interface ClusterWorld {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly controllers: Controllers;
  /** Waits until `condition` holds; `what` names it in the failure. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Waits for the first change of a resource from now on for which `matches` holds, and answers its instant. */
  instantOf<T extends KubeObject>(
    resource: string,
    matches: (event: StoreEvent<T>) => boolean,
  ): () => Promise<number>;
  /** Lets world time pass. */
  pass(worldMs: number): Promise<void>;
  stop(): void;
}

export interface ClusterWorldOptions {
  readonly settings?: Partial<ControllerSettings>;
  readonly machines?: MachineFeed;
  readonly hasScheduler?: boolean;
  readonly seed?: string;
}

/** A cluster with controllers and scheduler, in process, with the namespaces that every cluster has and `shop`. */
export function aClusterWorld(options: ClusterWorldOptions = {}): ClusterWorld {
  const failures = collectSyncFailures();
  const clock = WorldClock.standing(WORLD_START);
  const cluster = new Cluster(clock);
  const random = createRandom(options.seed ?? 'test');
  for (const name of ['default', 'kube-system', 'kube-node-lease', 'shop']) addNamespace(cluster, name);
  const controllers = startControllers({
    cluster,
    clock,
    random,
    ...(options.machines && { machines: options.machines }),
    ...(options.settings && { settings: options.settings }),
  });
  const scheduler = options.hasScheduler === false ? undefined : startScheduler({ cluster, clock, random });
  return {
    cluster,
    clock,
    controllers,
    until: (what, condition) => until(clock, what, condition),
    instantOf: <T extends KubeObject>(resource: string, matches: (event: StoreEvent<T>) => boolean) => {
      let instant: number | undefined;
      cluster.watch<T>(resource, (event) => {
        if (matches(event)) instant ??= clock.now();
      });
      return async () => {
        await until(clock, `${resource} change`, () => instant !== undefined);
        return instant ?? 0;
      };
    },
    pass: async (worldMs) => {
      clock.turn(worldMs);
      await Promise.resolve();
    },
    stop: () => {
      scheduler?.stop();
      controllers.stop();
      clock.stop();
      failures.stop();
    },
  };
}

/** A controller that throws is only reported, and goes on; a test must not overlook that. */
function collectSyncFailures(): { stop(): void } {
  const messages: string[] = [];
  const onWarning = ({ name, message }: Error): void => {
    if (name === SYNC_WARNING) messages.push(message);
  };
  process.on('warning', onWarning);
  return {
    stop: () => {
      process.off('warning', onWarning);
      if (messages.length > 0) throw new Error(messages.join('\n'));
    },
  };
}

/** Turns the clock call by call, so that no state is passed over. */
async function until(clock: WorldClock, what: string, condition: () => boolean): Promise<void> {
  const deadline = clock.now() + PATIENCE_MS;
  while (!condition()) {
    if (!clock.step(deadline)) throw new Error(`waited in vain until ${what}`);
  }
  await Promise.resolve();
}

export function addNamespace(cluster: Cluster, name: string): void {
  cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

export interface BareNode {
  readonly name: string;
  readonly zone?: string;
  readonly labels?: Record<string, string>;
  readonly cpu?: string;
  readonly unschedulable?: boolean;
}

/** A node without a kubelet that says it is Ready. */
export function addNode(
  cluster: Cluster,
  { name, zone = 'eu-west-1a', labels, cpu = '8', unschedulable }: BareNode,
): Node {
  const size = { cpu, memory: '32Gi', pods: '110' };
  return made(
    cluster.create<Node>('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone, ...labels },
      },
      spec: { ...(unschedulable && { unschedulable }) },
      status: {
        capacity: size,
        allocatable: size,
        conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }],
      },
    }),
  );
}

export interface Workload {
  readonly name: string;
  readonly replicas?: number;
  readonly namespace?: string;
  /** More of the workload's spec. */
  readonly spec?: Record<string, unknown>;
  /** More of the pods' spec. */
  readonly podSpec?: Record<string, unknown>;
  readonly annotations?: Record<string, string>;
}

export function addDeployment(cluster: Cluster, workload: Workload): KubeObject {
  return addWorkload(cluster, 'deployments.apps', 'apps/v1', 'Deployment', workload);
}

export function addStatefulSet(cluster: Cluster, workload: Workload): KubeObject {
  const spec = { serviceName: workload.name, ...workload.spec };
  return addWorkload(cluster, 'statefulsets.apps', 'apps/v1', 'StatefulSet', { ...workload, spec });
}

export function addDaemonSet(cluster: Cluster, { replicas: _replicas, ...workload }: Workload): KubeObject {
  return addWorkload(cluster, 'daemonsets.apps', 'apps/v1', 'DaemonSet', workload);
}

export function addReplicaSet(cluster: Cluster, workload: Workload): KubeObject {
  return addWorkload(cluster, 'replicasets.apps', 'apps/v1', 'ReplicaSet', workload);
}

function addWorkload(
  cluster: Cluster,
  resource: string,
  apiVersion: string,
  kind: string,
  workload: Workload,
): KubeObject {
  const { name, namespace = 'shop', replicas, spec, podSpec, annotations } = workload;
  const labels = { app: name };
  return made(
    cluster.create(resource, {
      apiVersion,
      kind,
      metadata: { name, namespace },
      spec: {
        ...(replicas !== undefined && { replicas }),
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...(annotations && { annotations }) },
          spec: { ...aPodSpec(), ...podSpec },
        },
        ...spec,
      },
    }),
  );
}

export function aPodSpec() {
  return { containers: [{ name: 'app', image: 'registry.example/app:1' }] };
}

export interface BarePod {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly nodeName?: string;
  readonly podSpec?: Record<string, unknown>;
}

export function addPod(
  cluster: Cluster,
  { name, namespace = 'shop', labels, nodeName, podSpec }: BarePod,
): Pod {
  return made(
    cluster.create<Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app: 'web', ...labels } },
      spec: { ...aPodSpec(), ...(nodeName !== undefined && { nodeName }), ...podSpec },
    }),
  );
}

/** What a client would patch into `pods/status`. */
export function reportPod(
  cluster: Cluster,
  pod: Pod | string,
  status: 'ready' | 'unready' | 'Succeeded' | 'Failed',
): void {
  const name = typeof pod === 'string' ? pod : pod.metadata.name;
  const namespace = typeof pod === 'string' ? 'shop' : pod.metadata.namespace;
  const number = name.split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 60_000, 7);
  cluster.edit<Pod>('pods', namespace, name, (draft) => {
    const isDone = status === 'Succeeded' || status === 'Failed';
    const podIP = `10.9.${Math.floor(number / 250)}.${(number % 250) + 1}`;
    const others = (draft.status?.conditions ?? []).filter(({ type }) => type !== 'Ready');
    const ready = {
      type: 'Ready',
      status: status === 'ready' ? 'True' : 'False',
      lastTransitionTime: cluster.clock.isoSeconds(),
    };
    draft.status = {
      ...draft.status,
      phase: isDone ? status : 'Running',
      conditions: [...others, ready],
      podIP,
      podIPs: [{ ip: podIP }],
    };
  });
}

export function podsOf(cluster: Cluster, app: string, namespace = 'shop'): Pod[] {
  return cluster.list<Pod>('pods', namespace).filter(({ metadata }) => metadata.labels?.['app'] === app);
}

/** Reports every pod of the world that has a node as ready, as soon as it has one; answers how to stop. */
export function reportAllReady(cluster: Cluster): () => void {
  return cluster.watch<Pod>('pods', ({ type, object }) => {
    const isNew = object.spec.nodeName && !object.status?.podIP && type !== 'DELETED';
    if (isNew) cluster.clock.after(0, () => reportPod(cluster, object, 'ready'));
  });
}

export function eventsAbout(cluster: Cluster, name: string, namespace = 'shop'): string[] {
  return cluster
    .list<KubeObject & { involvedObject: { name: string }; reason: string }>('events', namespace)
    .filter(({ involvedObject }) => involvedObject.name === name)
    .map(({ reason }) => reason);
}

function made<T>(object: T | undefined): T {
  if (object === undefined) throw new Error('the API refused an object of the test');
  return object;
}
