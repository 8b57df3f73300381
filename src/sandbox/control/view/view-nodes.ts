import type { Cloud } from '../../aws/cloud/cloud.ts';
import type { Instance } from '../../aws/cloud/instance.ts';
import { conditionOf } from '../../controllers/kinds/condition.ts';
import type { Node } from '../../controllers/kinds/node.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import { controllerOf, isFinished } from '../../controllers/kinds/pod.ts';
import type { NodeStage, NodeView } from './world-view.ts';

const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Every node, and every instance that is one no more or not yet, sorted by name and then by age. */
export function viewNodes(
  nodes: readonly Node[],
  cloud: Pick<Cloud, 'instances' | 'groups'>,
  pods: readonly Pod[],
): readonly NodeView[] {
  const counts = countByNode(pods);
  const byInstance = new Map(nodes.map((node) => [instanceIdOf(node), node] as const));
  const withInstance = cloud.instances
    .all()
    .filter((instance) => isThere(instance, byInstance))
    .map((instance) => machineView(instance, byInstance.get(instance.instanceId), cloud, counts));
  const known = new Set(cloud.instances.all().map(({ instanceId }) => instanceId));
  const bare = nodes.filter((node) => !known.has(instanceIdOf(node))).map((node) => bareView(node, counts));
  return [...withInstance, ...bare].sort(
    (a, b) => a.zone.localeCompare(b.zone) || a.since - b.since || a.id.localeCompare(b.id),
  );
}

/** The last part of `aws:///eu-west-1a/i-0abc`; the uid where nothing stands behind the Node. */
function instanceIdOf({ spec, metadata }: Node): string {
  return spec.providerID?.split('/').at(-1) || metadata.uid;
}

/** A terminated instance is of no interest once its Node is gone; a stopped one waits in a warm pool. */
function isThere(instance: Instance, nodes: ReadonlyMap<string, Node>): boolean {
  if (instance.state === 'stopped' || instance.state === 'stopping') return false;
  return instance.state !== 'terminated' || nodes.has(instance.instanceId);
}

function machineView(
  instance: Instance,
  node: Node | undefined,
  { groups }: Pick<Cloud, 'groups'>,
  counts: ReadonlyMap<string, number>,
): NodeView {
  const member = groups.memberOf(instance.instanceId)?.member;
  const isLeaving =
    instance.state === 'shutting-down' ||
    instance.state === 'terminated' ||
    member?.lifecycleState.startsWith('Terminating') === true;
  return {
    ...factsOf(node, counts),
    id: instance.instanceId,
    stage: isLeaving ? 'leaving' : stageOf(instance, node),
    instanceId: instance.instanceId,
    zone: instance.zone,
    imageId: instance.imageId,
    since: instance.launchedAt,
    ...(member ? { lifecycle: member.lifecycleState } : {}),
  };
}

function bareView(node: Node, counts: ReadonlyMap<string, number>): NodeView {
  return {
    ...factsOf(node, counts),
    id: instanceIdOf(node),
    stage: readinessOf(node),
    zone: node.metadata.labels?.[ZONE_LABEL] ?? 'no zone',
    since: Date.parse(node.metadata.creationTimestamp),
  };
}

type NodeFacts = Pick<NodeView, 'name' | 'kubeletVersion' | 'cordoned' | 'retiring' | 'taints' | 'pods'>;

function factsOf(node: Node | undefined, counts: ReadonlyMap<string, number>): NodeFacts {
  if (!node) return { cordoned: false, retiring: false, taints: [], pods: 0 };
  const taints = node.spec.taints ?? [];
  const kubeletVersion = node.status?.nodeInfo?.['kubeletVersion'];
  return {
    name: node.metadata.name,
    ...(kubeletVersion ? { kubeletVersion } : {}),
    cordoned: node.spec.unschedulable === true,
    retiring: taints.some(({ effect }) => effect === 'PreferNoSchedule'),
    taints: taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    pods: counts.get(node.metadata.name) ?? 0,
  };
}

function stageOf(instance: Instance, node: Node | undefined): NodeStage {
  if (instance.state === 'pending') return 'launching';
  return node ? readinessOf(node) : 'booting';
}

/** A kubelet reports NotReady as it joins; that is told from a node that fell ill by when it was last something else. */
const JOINING_MS = 2_000;

function readinessOf({ metadata, status }: Node): NodeStage {
  const ready = conditionOf(status?.conditions, 'Ready');
  if (ready?.status === 'True') return 'ready';
  if (!ready?.lastTransitionTime) return 'joining';
  const age = Date.parse(ready.lastTransitionTime) - Date.parse(metadata.creationTimestamp);
  return ready.status === 'False' && age <= JOINING_MS ? 'joining' : 'not-ready';
}

function countByNode(pods: readonly Pod[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const { nodeName } = pod.spec;
    const isDaemon = controllerOf(pod)?.kind === 'DaemonSet';
    if (nodeName && !isDaemon && !isFinished(pod)) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
  }
  return counts;
}
