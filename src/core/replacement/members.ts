import type { GroupInstance, InstanceState, Release } from '../fleet/node-group.ts';
import { instanceIdOf, isCordoned, isReady, zoneOf } from '../fleet/node.ts';
import type { Node } from '../fleet/node.ts';
import { isPodReady, isTerminating } from '../fleet/pod.ts';
import type { NodeRef } from '../rollout/claim.ts';
import type { GroupView } from './seen.ts';

/** An instance of the group with the node that stands on it, once it has joined. */
export interface Member {
  readonly instance: GroupInstance;
  readonly state: InstanceState | undefined;
  readonly node: Node | undefined;
}

export function membersOf(view: GroupView): readonly Member[] {
  return view.group.instances.map((instance) => ({
    instance,
    state: view.instances.find(({ instanceId }) => instanceId === instance.instanceId),
    node: view.nodes.find((node) => instanceIdOf(node) === instance.instanceId),
  }));
}

/** Going or gone: it gives no capacity any more. */
export function isLeaving({ instance, state }: Member): boolean {
  return (
    instance.lifecycleState.startsWith('Terminat') ||
    instance.lifecycleState.startsWith('Detach') ||
    state?.state === 'shutting-down' ||
    state?.state === 'terminated'
  );
}

/** Booted from the release's image: the instance itself says so, not the template it came from. */
export function isPatched({ state }: Member, release: Release): boolean {
  return state?.imageId === release.imageId;
}

/** Taints that a node carries while it is not yet fit for pods. */
const UNFIT_TAINTS = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
  'node.cloudprovider.kubernetes.io/uninitialized',
  'node.kubernetes.io/network-unavailable',
];

/** In service, Ready, open for pods, and with its DaemonSet pods running: a place where moved pods can live. */
export function isUsable(member: Member, view: GroupView): boolean {
  const { node } = member;
  return (
    node !== undefined &&
    !isLeaving(member) &&
    member.instance.lifecycleState === 'InService' &&
    isReady(node) &&
    !isCordoned(node) &&
    !node.spec?.taints?.some(({ key }) => UNFIT_TAINTS.includes(key)) &&
    daemonsReady(node, view)
  );
}

function daemonsReady(node: Node, view: GroupView): boolean {
  return view.daemonPods
    .filter((pod) => pod.spec.nodeName === node.metadata.name && !isTerminating(pod))
    .every(isPodReady);
}

/** How effects name the node of a member. Undefined until it has joined. */
export function refOf({ node, instance }: Member): NodeRef | undefined {
  if (!node) return undefined;
  return {
    name: node.metadata.name,
    uid: node.metadata.uid,
    instanceId: instance.instanceId,
    zone: zoneOf(node) ?? instance.zone,
  };
}
