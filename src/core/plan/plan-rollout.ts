import { classifyPod } from '../drain/classify-pod.ts';
import type { FleetSnapshot, Readings } from '../fleet/fleet-snapshot.ts';
import type { GroupState, InstanceState, Release } from '../fleet/node-group.ts';
import { instanceIdOf, zoneOf, type Node } from '../fleet/node.ts';
import type { Pod } from '../fleet/pod.ts';
import { valueOf } from '../fleet/value-of.ts';
import type { NodeRef } from '../rollout/claim.ts';
import { isTight, riskOf } from './node-risk.ts';
import { orderNodes } from './order-nodes.ts';
import type { PatchPolicy } from './patch-policy.ts';
import { hasClaims, zonesOf, type KnownVolumes } from './pod-zones.ts';
import { surgeNeeded } from './surge-needed.ts';

/** Which nodes are replaced in which order, and how many instances come first. */
export interface RolloutOrder {
  /** The canary first. */
  readonly nodes: readonly NodeRef[];
  /** Nodes of the group that already run the release and are left alone. */
  readonly alreadyPatched: readonly string[];
  /** Zones in which pods are bound: a node there is drained only beside a patched node of that zone. */
  readonly boundZones: readonly string[];
  readonly surge: number;
  /** What a person should know of the order, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Pure and deterministic: the same snapshot gives the same order. What was not read is taken at its worst. The pods of
 * the snapshot by node, for whoever has them that way.
 */
export function planRollout(
  snapshot: FleetSnapshot,
  release: Release,
  policy: PatchPolicy,
  podsByNode: PodsByNode = podsOfTargets(snapshot),
): RolloutOrder {
  const { readings, ownNode } = snapshot;
  const group = valueOf(readings, 'group');
  const members = membersOf(snapshot, group, valueOf(readings, 'instances') ?? []);
  const alreadyPatched = members.filter(({ state }) => state?.imageId === release.imageId);
  const planned = members.filter((member) => !alreadyPatched.includes(member));
  const budgets = valueOf(readings, 'budgets') ?? [];
  const tight = Map.groupBy(budgets.filter(isTight), ({ metadata }) => metadata.namespace);
  const nodes = orderNodes(
    planned.map(({ ref }) => ({
      ref,
      risk: riskOf(podsByNode.get(ref.name) ?? [], tight),
      own: ref.name === ownNode,
    })),
  );
  const boundZones = boundZonesOf(planned, podsByNode, zonesInUse(group, members), knownVolumes(readings));
  const open = boundZones.filter((zone) => !alreadyPatched.some(({ ref }) => ref.zone === zone));
  const needed = surgeNeeded(instancesByZone(group, members), open);
  const surge = Math.max(policy.surge, nodes.length === 0 ? 0 : needed);
  return {
    nodes,
    alreadyPatched: alreadyPatched.map(({ ref }) => ref.name).toSorted(),
    boundZones,
    surge,
    warnings: surge > policy.surge ? [surgeRaised(policy.surge, surge, open)] : [],
  };
}

type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

function podsOfTargets({ targets, readings }: FleetSnapshot): PodsByNode {
  const wanted = new Set(targets);
  const pods = (valueOf(readings, 'pods') ?? []).filter(({ spec }) => wanted.has(spec.nodeName ?? ''));
  return Map.groupBy(pods, ({ spec }) => spec.nodeName ?? '');
}

interface PlannedMember {
  readonly ref: NodeRef;
  readonly state: InstanceState | undefined;
}

function membersOf(
  { targets, readings }: FleetSnapshot,
  group: GroupState | undefined,
  states: readonly InstanceState[],
): PlannedMember[] {
  const wanted = new Set(targets);
  const stateById = new Map(states.map((state) => [state.instanceId, state]));
  const zoneById = new Map(group?.instances.map(({ instanceId, zone }) => [instanceId, zone]));
  return (valueOf(readings, 'nodes') ?? [])
    .filter(({ metadata }) => wanted.has(metadata.name))
    .map((node) => {
      const instanceId = instanceIdOf(node) ?? '';
      const state = stateById.get(instanceId);
      return { ref: refOf(node, instanceId, state?.zone ?? zoneById.get(instanceId)), state };
    });
}

function refOf(node: Node, instanceId: string, zone: string | undefined): NodeRef {
  const { name, uid } = node.metadata;
  return { name, uid, instanceId, zone: zoneOf(node) ?? zone ?? '' };
}

/** All zones the group may launch into, and those it has nodes in. */
function zonesInUse(group: GroupState | undefined, members: readonly PlannedMember[]): readonly string[] {
  return [...new Set([...(group?.zones ?? []), ...members.map(({ ref }) => ref.zone)])].toSorted();
}

function instancesByZone(
  group: GroupState | undefined,
  members: readonly PlannedMember[],
): ReadonlyMap<string, number> {
  const staying = (group?.instances ?? []).filter(
    ({ lifecycleState }) => !lifecycleState.startsWith('Terminat'),
  );
  const zones = group ? staying.map(({ zone }) => zone) : members.map(({ ref }) => ref.zone);
  const counts = new Map(zonesInUse(group, members).map((zone) => [zone, 0]));
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return counts;
}

/** Zones of nodes to be replaced that hold a pod which can live in no other zone of the group. */
function boundZonesOf(
  planned: readonly PlannedMember[],
  podsByNode: PodsByNode,
  zones: readonly string[],
  known: KnownVolumes | undefined,
): readonly string[] {
  const bound = planned.filter(({ ref }) =>
    (podsByNode.get(ref.name) ?? [])
      .filter((pod) => classifyPod(pod) === 'evict')
      .some((pod) => isBoundTo(pod, ref.zone, zones, known)),
  );
  return [...new Set(bound.map(({ ref }) => ref.zone))].toSorted();
}

function isBoundTo(
  pod: Pod,
  zone: string,
  zones: readonly string[],
  known: KnownVolumes | undefined,
): boolean {
  if (zones.length < 2) return false;
  if (!known && hasClaims(pod)) return true;
  return zonesOf(pod, zones, known).every((possible) => possible === zone);
}

function knownVolumes(readings: Readings): KnownVolumes | undefined {
  const claims = valueOf(readings, 'claims');
  const volumes = valueOf(readings, 'volumes');
  if (!claims || !volumes) return undefined;
  return {
    claims: new Map(
      claims.map((claim) => [`${claim.metadata.namespace ?? ''}/${claim.metadata.name}`, claim]),
    ),
    volumes: new Map(volumes.map((volume) => [volume.metadata.name, volume])),
  };
}

function surgeRaised(asked: number, surge: number, zones: readonly string[]): string {
  return (
    `${surge} instances are added instead of ${asked}: pods are bound to ${zones.join(', ')}, and an Auto Scaling ` +
    `group that balances its zones surely launches into ${zones.length === 1 ? 'that one' : 'each'} only then.`
  );
}
