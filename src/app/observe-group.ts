import { instanceIdOf } from '../core/fleet/node.ts';
import type { Node } from '../core/fleet/node.ts';
import { isDaemonSetPod } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import type { RolloutPlan } from '../core/plan/rollout-plan.ts';
import type { GroupView } from '../core/replacement/seen.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { PortError } from '../ports/port-error.ts';
import type { GroupSettings } from './group-settings.ts';
import { inParallel } from './in-parallel.ts';
import type { GroupPorts } from './ports.ts';

export interface ObservedGroup {
  readonly view: GroupView;
  /** All pods on nodes that run the release. */
  readonly podsOnPatched: readonly Pod[];
}

/** Reads the node group from both sides: what the cloud says of its instances, and the nodes that stand on them. */
export async function observeGroup(
  ports: GroupPorts,
  settings: GroupSettings,
  plan: RolloutPlan,
  rollout: Rollout,
): Promise<ObservedGroup> {
  const group = await ports.nodeGroups.describe(plan.groupName);
  if (!group)
    throw new PortError(
      'not-found',
      'describe the node group',
      `there is no Auto Scaling group ${plan.groupName}`,
    );
  const ids = group.instances.map(({ instanceId }) => instanceId);
  const [instances, nodes] = await Promise.all([
    ports.nodeGroups.instances(ids),
    listGroupNodes(ports, settings, new Set(ids)),
  ]);
  const patched = new Set(
    instances.filter(({ imageId }) => imageId === plan.release.imageId).map(({ instanceId }) => instanceId),
  );
  const patchedNodes = nodes.filter((node) => patched.has(instanceIdOf(node) ?? ''));
  const podsOnPatched = (await inParallel(patchedNodes, (node) => podsOn(ports, node.metadata.name))).flat();
  const failedLaunches = await failuresSince(ports, plan, rollout, group.instances.length);
  return {
    view: { group, instances, nodes, daemonPods: podsOnPatched.filter(isDaemonSetPod), failedLaunches },
    podsOnPatched,
  };
}

/** The cluster's nodes on these instances. */
async function listGroupNodes(
  ports: Pick<GroupPorts, 'cluster'>,
  { nodeSelector }: GroupSettings,
  instanceIds: ReadonlySet<string>,
): Promise<readonly Node[]> {
  const labelSelector = Object.entries(nodeSelector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const nodes = await ports.cluster.list('nodes', labelSelector ? { labelSelector } : {});
  return nodes.filter((node) => instanceIds.has(instanceIdOf(node) ?? ''));
}

export async function podsOn(ports: Pick<GroupPorts, 'cluster'>, node: string): Promise<readonly Pod[]> {
  return ports.cluster.list('pods', { fieldSelector: `spec.nodeName=${node}` });
}

/** Only asked while instances are missing: it tells people why. */
async function failuresSince(
  ports: GroupPorts,
  plan: RolloutPlan,
  rollout: Rollout,
  instances: number,
): Promise<readonly string[]> {
  if (rollout.surgedAt === undefined || instances >= (rollout.expectedDesired ?? 0)) return [];
  return ports.nodeGroups.failedLaunches(plan.groupName, rollout.surgedAt);
}
