import { instanceIdOf } from '../core/fleet/node.ts';
import type { Node } from '../core/fleet/node.ts';
import type { FleetSnapshot, Readings } from '../core/fleet/fleet-snapshot.ts';
import type { GroupOwner, GroupState, InstanceState, Release } from '../core/fleet/node-group.ts';
import { controllerOf } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import type { Reading } from '../core/fleet/reading.ts';
import type { Workload } from '../core/fleet/workload.ts';
import type { ListedKind, ListedKinds } from '../ports/cluster.ts';
import { PortError } from '../ports/port-error.ts';
import type { GroupSettings } from './group-settings.ts';
import { inParallel } from './in-parallel.ts';
import { readyEngines } from './own-engines.ts';
import type { GroupPorts } from './ports.ts';

interface Own {
  readonly node?: string | undefined;
}

/** Reads everything preflight may look at. What cannot be read is said as such, and the rest goes on. */
export async function captureFleet(
  ports: GroupPorts,
  settings: GroupSettings,
  own: Own,
): Promise<FleetSnapshot> {
  const identity = await ports.cluster.identity();
  const [kubernetes, cloud] = await Promise.all([readCluster(ports), readCloud(ports, settings)]);
  const targets = targetsOf(settings, kubernetes.nodes, cloud.group);
  const replicaSets = await tryRead(ports, () => readReplicaSets(ports, kubernetes.pods, targets));
  return {
    takenAt: ports.clock.now(),
    cluster: { ...identity, name: settings.cluster },
    nodeGroup: settings.nodeGroup,
    targets,
    ...(own.node ? { ownNode: own.node } : {}),
    ...(own.node && kubernetes.pods.kind === 'read'
      ? { ownReplicas: readyEngines(kubernetes.pods.value, settings.namespace).length }
      : {}),
    readings: { ...kubernetes, ...cloud, replicaSets },
  };
}

async function readCluster(
  ports: GroupPorts,
): Promise<Omit<Readings, 'owner' | 'group' | 'instances' | 'release' | 'replicaSets'>> {
  const list = async <K extends ListedKind>(kind: K): Promise<Reading<readonly ListedKinds[K][]>> =>
    tryRead(ports, () => ports.cluster.list(kind));
  // Nodes and pods first, by themselves: they are by far the largest.
  const [nodes, pods] = await Promise.all([list('nodes'), list('pods')]);
  const [namespaces, budgets, deployments, statefulSets, daemonSets, jobs, autoscalers, services] =
    await Promise.all([
      list('namespaces'),
      list('poddisruptionbudgets'),
      list('deployments'),
      list('statefulsets'),
      list('daemonsets'),
      list('jobs'),
      list('horizontalpodautoscalers'),
      list('services'),
    ]);
  const [volumes, claims, storageClasses, csiNodes, attachments] = await Promise.all([
    list('persistentvolumes'),
    list('persistentvolumeclaims'),
    list('storageclasses'),
    list('csinodes'),
    list('volumeattachments'),
  ]);
  return {
    nodes,
    pods,
    namespaces,
    budgets,
    deployments,
    statefulSets,
    daemonSets,
    jobs,
    autoscalers,
    services,
    volumes,
    claims,
    storageClasses,
    csiNodes,
    attachments,
  };
}

async function readCloud(
  ports: GroupPorts,
  { ref, release: source }: GroupSettings,
): Promise<Pick<Readings, 'owner' | 'group' | 'instances' | 'release'>> {
  const { nodeGroups } = ports;
  const owner: Reading<GroupOwner> = await tryRead(ports, () => nodeGroups.owner(ref));
  const name = ref.autoScalingGroup;
  if (name === undefined) {
    const none = { kind: 'skipped', reason: 'this node group has no Auto Scaling group of its own' } as const;
    return { owner, group: none, instances: none, release: none };
  }
  const group: Reading<GroupState> = await tryRead(ports, async () => {
    const found = await nodeGroups.describe(name);
    if (!found) throw new Error(`there is no Auto Scaling group ${name}`);
    return found;
  });
  if (group.kind !== 'read') return { owner, group, instances: group, release: group };
  const instances: Reading<readonly InstanceState[]> = await tryRead(ports, () =>
    nodeGroups.instances(group.value.instances.map(({ instanceId }) => instanceId)),
  );
  const release: Reading<Release> = await tryRead(ports, () => nodeGroups.release(group.value, source));
  return { owner, group, instances, release };
}

/** The group's nodes: by its instances where it has any, by labels where the configuration says so. */
function targetsOf(
  { nodeSelector, ref }: GroupSettings,
  nodes: Reading<readonly Node[]>,
  group: Reading<GroupState>,
): readonly string[] {
  if (nodes.kind !== 'read') return [];
  const wanted = Object.entries(nodeSelector ?? {});
  const labelled = nodes.value.filter(({ metadata }) =>
    wanted.every(([key, value]) => metadata.labels?.[key] === value),
  );
  if (group.kind !== 'read') return ref.autoScalingGroup || wanted.length === 0 ? [] : namesOf(labelled);
  const ids = new Set(group.value.instances.map(({ instanceId }) => instanceId));
  return namesOf(labelled.filter((node) => ids.has(instanceIdOf(node) ?? '')));
}

function namesOf(nodes: readonly Node[]): readonly string[] {
  return nodes.map(({ metadata }) => metadata.name);
}

/** ReplicaSets are read one by one, those alone that own a pod on a target: ten old ones stand beside each of them. */
async function readReplicaSets(
  ports: GroupPorts,
  pods: Reading<readonly Pod[]>,
  targets: readonly string[],
): Promise<readonly Workload[]> {
  if (pods.kind !== 'read') throw new Error(pods.reason);
  const onTargets = new Set(targets);
  const owners = pods.value
    .filter(({ spec }) => onTargets.has(spec.nodeName ?? ''))
    .flatMap((pod) => {
      const owner = controllerOf(pod);
      return owner?.kind === 'ReplicaSet'
        ? [{ namespace: pod.metadata.namespace ?? '', name: owner.name }]
        : [];
    });
  const unique = new Map(owners.map((owner) => [`${owner.namespace}/${owner.name}`, owner]));
  const found = await inParallel([...unique.values()], (owner) =>
    ports.cluster.getWorkload({ kind: 'ReplicaSet', ...owner }),
  );
  return found.filter((workload) => workload !== undefined);
}

/** Tries of one reading; what stays unread after them is UNKNOWN to every check that needs it. */
const TRIES_MAX = 3;

/** Real milliseconds before the second try; twice as much before the third. */
const RETRY_MS = 300;

async function tryRead<T>({ clock }: Pick<GroupPorts, 'clock'>, work: () => Promise<T>): Promise<Reading<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: 'read', value: await work() };
    } catch (error) {
      const mayPass =
        error instanceof PortError && (error.kind === 'unavailable' || error.kind === 'throttled');
      if (!mayPass || attempt === TRIES_MAX) {
        return { kind: 'unread', reason: error instanceof Error ? error.message : String(error) };
      }
      await clock.sleep(error.retryAfterMs ?? RETRY_MS * attempt);
    }
  }
}
