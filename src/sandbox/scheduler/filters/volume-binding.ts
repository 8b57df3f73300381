import { matchesSelector } from '../../controllers/kinds/label-selector.ts';
import type { PersistentVolume } from '../../controllers/kinds/persistent-volume.ts';
import {
  SELECTED_NODE,
  storageClassOf,
  type PersistentVolumeClaim,
} from '../../controllers/kinds/persistent-volume-claim.ts';
import { milliOf } from '../../controllers/kinds/quantity.ts';
import type { StorageClass } from '../../controllers/kinds/storage-class.ts';
import { each, SKIP, unsuitable, type Filter, type Rejection } from '../filter.ts';
import { matchVolume, reaches } from '../match-volume.ts';
import type { NodeState } from '../node-state.ts';
import { claimsOf } from '../pod-claims.ts';
import type { Snapshot } from '../snapshot.ts';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Bound volumes must reach the node; claims that wait for the first consumer must find or get a volume there. */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  prepare(pod, snapshot) {
    const { bound, waiting, immediate, problem } = claimsOf(pod, snapshot);
    if (problem) return { kind: 'refused', reason: problem };
    if (immediate.length > 0) {
      return { kind: 'refused', reason: 'pod has unbound immediate PersistentVolumeClaims' };
    }
    if (bound.length + waiting.length === 0) return SKIP;
    const volumes = bound.map(({ spec }) => snapshot.volume(spec.volumeName ?? ''));
    return each((node) => both(testBound(volumes, node), planBinding(waiting, node, snapshot).rejection));
  },
};

function both(one: Rejection | undefined, other: Rejection | undefined): Rejection | undefined {
  return one && other ? unsuitable(...one.reasons, ...other.reasons) : (one ?? other);
}

function testBound(
  volumes: readonly (PersistentVolume | undefined)[],
  node: NodeState,
): Rejection | undefined {
  if (volumes.some((volume) => volume === undefined)) {
    return unsuitable('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
  }
  const isReached = volumes.every((volume) => volume === undefined || reaches(volume, node));
  return isReached ? undefined : unsuitable('node(s) had volume node affinity conflict');
}

export interface BindingPlan {
  readonly matches: readonly { claim: PersistentVolumeClaim; volume: PersistentVolume }[];
  readonly provisions: readonly PersistentVolumeClaim[];
  readonly rejection: Rejection | undefined;
}

/** What would be done for the waiting claims of a pod if it went to this node. */
export function planBinding(
  waiting: readonly PersistentVolumeClaim[],
  node: NodeState,
  snapshot: Snapshot,
): BindingPlan {
  const matches: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const provisions: PersistentVolumeClaim[] = [];
  const taken = new Set<string>();
  // The smallest claims choose first, so that they do not take a volume that a large one needs.
  for (const claim of [...waiting].sort((one, other) => requestOf(one) - requestOf(other))) {
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.name) return rejected(NO_VOLUME);
    const volume = selected === undefined ? matchVolume(claim, snapshot.volumes, node, taken) : undefined;
    if (volume) {
      taken.add(volume.metadata.name);
      matches.push({ claim, volume });
      continue;
    }
    const rejection = refuseProvisioning(claim, node, snapshot);
    if (rejection) return rejected(rejection);
    provisions.push(claim);
  }
  return { matches, provisions, rejection: undefined };
}

const NO_VOLUME = unsuitable("node(s) didn't find available persistent volumes to bind");

function rejected(rejection: Rejection): BindingPlan {
  return { matches: [], provisions: [], rejection };
}

function refuseProvisioning(
  claim: PersistentVolumeClaim,
  node: NodeState,
  snapshot: Snapshot,
): Rejection | undefined {
  const storageClass = snapshot.storageClass(storageClassOf(claim));
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER) return NO_VOLUME;
  if (!isAllowedTopology(storageClass, node)) return NO_VOLUME;
  return hasCapacity(claim, storageClass, node, snapshot)
    ? undefined
    : unsuitable('node(s) did not have enough free storage');
}

function isAllowedTopology({ allowedTopologies = [] }: StorageClass, { labels }: NodeState): boolean {
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')),
  );
}

/** Only drivers that publish capacity are asked for it; one that published none has none. */
function hasCapacity(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  node: NodeState,
  snapshot: Snapshot,
): boolean {
  if (!snapshot.csiDriver(storageClass.provisioner)?.spec.storageCapacity) return true;
  return snapshot.capacities.some(
    (capacity) =>
      capacity.storageClassName === storageClass.metadata.name &&
      milliOf(capacity.maximumVolumeSize ?? capacity.capacity) >= requestOf(claim) &&
      (capacity.capacity !== undefined || capacity.maximumVolumeSize !== undefined) &&
      matchesSelector(capacity.nodeTopology, node.labels),
  );
}

function requestOf({ spec }: PersistentVolumeClaim): number {
  return milliOf(spec.resources?.requests?.storage);
}
