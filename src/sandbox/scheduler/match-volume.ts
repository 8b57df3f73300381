import { matchesSelector } from '../controllers/kinds/label-selector.ts';
import type { PersistentVolume } from '../controllers/kinds/persistent-volume.ts';
import { storageClassOf, type PersistentVolumeClaim } from '../controllers/kinds/persistent-volume-claim.ts';
import { milliOf } from '../controllers/kinds/quantity.ts';
import { matchesNodeSelector } from './node-selection.ts';
import type { NodeState } from './node-state.ts';

/**
 * The volume that suits a claim best: the one reserved for it, else the smallest that is large enough. With a node,
 * only volumes that can be used there and that are free.
 */
export function matchVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node: NodeState | undefined,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  const suitable = volumes.filter(
    (volume) =>
      !taken.has(volume.metadata.name) &&
      suits(claim, volume) &&
      (node === undefined || (isFreeFor(claim, volume) && reaches(volume, node))),
  );
  const reserved = suitable.find((volume) => isReservedFor(claim, volume));
  if (reserved) return reserved;
  return suitable
    .filter((volume) => isFreeFor(claim, volume) && matchesSelectorOf(claim, volume))
    .sort((one, other) => sizeOf(one) - sizeOf(other))[0];
}

/** Can the volume be used on the node? */
export function reaches({ spec }: PersistentVolume, node: NodeState): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Does the volume point at this claim (and not at an earlier one of the same name)? */
export function isReservedFor({ metadata }: PersistentVolumeClaim, { spec }: PersistentVolume): boolean {
  const reference = spec.claimRef;
  return (
    reference?.name === metadata.name &&
    reference.namespace === metadata.namespace &&
    (!reference.uid || reference.uid === metadata.uid)
  );
}

function suits(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  const modes = new Set(volume.spec.accessModes ?? []);
  return (
    volume.metadata.deletionTimestamp === undefined &&
    sizeOf(volume) >= milliOf(claim.spec.resources?.requests?.storage) &&
    (volume.spec.storageClassName ?? '') === storageClassOf(claim) &&
    (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem') &&
    (claim.spec.accessModes ?? []).every((mode) => modes.has(mode))
  );
}

/** A free volume is Available; one whose phase was never written is seen as such too. */
function isFreeFor(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  if (isReservedFor(claim, volume)) return true;
  return volume.spec.claimRef === undefined && (volume.status?.phase ?? 'Available') === 'Available';
}

function matchesSelectorOf({ spec }: PersistentVolumeClaim, { metadata }: PersistentVolume): boolean {
  return spec.selector === undefined || matchesSelector(spec.selector, metadata.labels);
}

function sizeOf({ spec }: PersistentVolume): number {
  return milliOf(spec.capacity?.storage);
}
