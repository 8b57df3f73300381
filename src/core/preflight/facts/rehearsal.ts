import { finish, type InSteps } from '../../in-steps.ts';
import { classifyPod } from '../../drain/classify-pod.ts';
import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import { instanceIdOf, zoneOf, type Node } from '../../fleet/node.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { PatchPolicy } from '../../plan/patch-policy.ts';
import type { PlacementWorld } from '../../placement/open-board.ts';
import { rehearseBest, type BestRehearsal } from '../../simulation/rehearse-best.ts';
import type { Script } from '../../simulation/rehearsal.ts';
import { replacementsOf } from '../../simulation/replacement-pods.ts';
import type { Fleet } from '../fleet.ts';
import { podsByNode } from './moving-pods.ts';
import { planOf } from './plan.ts';
import { NEEDS_WORKLOADS, workloadIndex } from './roots.ts';

/** What a rehearsal cannot do without. */
export const NEEDS_REHEARSAL: readonly ReadingName[] = [
  ...NEEDS_WORKLOADS,
  'namespaces',
  'budgets',
  'volumes',
  'claims',
  'storageClasses',
  'csiNodes',
  'attachments',
];

/** What makes it better: without a view of AWS the group is taken to balance its zones and to run no patched node. */
export const USES_REHEARSAL: readonly ReadingName[] = [
  'group',
  'instances',
  'release',
  'csiDrivers',
  'storageCapacities',
];

const known = new WeakMap<Fleet, Map<PatchPolicy, BestRehearsal>>();

/** The whole rollout, played through once for all checks that ask. */
export function rehearsalOf(fleet: Fleet, policy: PatchPolicy): BestRehearsal {
  return finish(rehearsalInSteps(fleet, policy));
}

export function* rehearsalInSteps(fleet: Fleet, policy: PatchPolicy): InSteps<BestRehearsal> {
  const ofFleet = known.get(fleet) ?? new Map<PatchPolicy, BestRehearsal>();
  known.set(fleet, ofFleet);
  const before = ofFleet.get(policy);
  if (before) return before;
  yield* podsByNode.ahead(fleet);
  planOf(fleet, policy);
  yield;
  workloadIndex(fleet);
  yield;
  const rehearsal = yield* rehearseBest(scriptOf(fleet, policy));
  ofFleet.set(policy, rehearsal);
  return rehearsal;
}

/** At a gate the surge is there already, and one node is all that goes. */
function scriptOf(fleet: Fleet, policy: PatchPolicy): Script {
  const plan = planOf(fleet, policy);
  const targets = new Set(fleet.snapshot.targets);
  const groupNodes = fleet.get('nodes').filter(({ metadata }) => targets.has(metadata.name));
  const { rootOf } = workloadIndex(fleet);
  return {
    world: worldOf(fleet),
    order: plan.nodes.map(({ name, zone }) => ({ name, zone })),
    groupNodes,
    surge: fleet.moment === 'gate' ? 0 : plan.surge,
    instancesByZone: instancesByZone(fleet, groupNodes),
    patched: patchedNodes(fleet),
    isMoved: (pod) => classifyPod(pod) === 'evict',
    isResident: (pod) => classifyPod(pod) === 'skip-daemonset' || classifyPod(pod) === 'skip-mirror',
    replacementsOf: (pod) => comingFor(pod, rootOf(pod)),
  };
}

function comingFor(pod: Pod, root: ReturnType<ReturnType<typeof workloadIndex>['rootOf']>): readonly Pod[] {
  switch (root.kind) {
    case 'workload':
      return replacementsOf(pod, root.template);
    case 'custom':
      return [pod];
    case 'orphan':
    case 'bare':
      return [];
  }
}

function worldOf(fleet: Fleet): PlacementWorld {
  return {
    nodes: fleet.get('nodes'),
    pods: fleet.get('pods'),
    namespaces: fleet.get('namespaces'),
    persistentVolumes: fleet.get('volumes'),
    persistentVolumeClaims: fleet.get('claims'),
    storageClasses: fleet.get('storageClasses'),
    csiNodes: fleet.get('csiNodes'),
    volumeAttachments: fleet.get('attachments'),
    csiDrivers: fleet.find('csiDrivers'),
    csiStorageCapacities: fleet.find('storageCapacities'),
    kubernetesMinor: fleet.snapshot.cluster.version.minor,
  };
}

function instancesByZone(fleet: Fleet, groupNodes: readonly Node[]): ReadonlyMap<string, number> {
  const group = fleet.find('group');
  const staying = group?.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
  const zones = staying ? staying.map(({ zone }) => zone) : groupNodes.map((node) => zoneOf(node) ?? '');
  const counts = new Map((group?.zones ?? []).map((zone) => [zone, 0]));
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return counts;
}

function patchedNodes(fleet: Fleet): ReadonlySet<string> {
  const release = fleet.find('release');
  const patched = (fleet.find('instances') ?? []).filter(({ imageId }) => imageId === release?.imageId);
  const ids = new Set(patched.map(({ instanceId }) => instanceId));
  return new Set(
    fleet
      .get('nodes')
      .filter((node) => ids.has(instanceIdOf(node) ?? ''))
      .map(({ metadata }) => metadata.name),
  );
}
