import { isEmptySelector, isValidSelector, labelOf, selects, type Labels } from '../fleet/label-selector.ts';
import type {
  CsiStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../fleet/storage.ts';
import { matchesNodeSelector } from './node-affinity.ts';
import { refused, unproven, type Objection } from './objection.ts';
import { maxQuantity, parseQuantity, unitsOf, ZERO, type Quantity } from './quantity.ts';
import { classOf, type Storage } from './storage-index.ts';

/** A node to which claims may be bound: its name, for a claim that has chosen one, and its labels. */
interface Place {
  readonly name: string;
  readonly labels: Labels;
}

type Outcome = 'possible' | 'impossible' | 'depends on a tie';

const ORDERS_MAX = 200;
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Whether claims that wait for their first consumer can be bound or provisioned where the pod would go. */
export function bindingObjection(
  storage: Storage,
  claims: readonly PersistentVolumeClaim[],
  place: Place,
): Objection | undefined {
  const chosen = claims.filter((claim) => selectedNode(claim) !== undefined);
  if (chosen.some((claim) => selectedNode(claim) !== place.name)) return refused('no volume to bind');
  if (!chosen.every((claim) => canProvision(storage, claim, place))) return refused('no volume to bind');
  const open = claims.filter((claim) => selectedNode(claim) === undefined);
  switch (bindAll(storage, open, place)) {
    case 'possible':
      return undefined;
    case 'impossible':
      return refused('no volume to bind');
    case 'depends on a tie':
      return unproven('claims that compete for equal volumes');
  }
}

function selectedNode({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.['volume.kubernetes.io/selected-node'];
}

/**
 * The scheduler goes through the claims from small to large and takes the smallest volume that fits; what finds none is
 * provisioned. Among equals its order is random, so every order is tried and all must agree.
 */
function bindAll(storage: Storage, claims: readonly PersistentVolumeClaim[], place: Place): Outcome {
  const outcomes = new Set<boolean>();
  let orders = 0;
  const visit = (left: readonly PersistentVolumeClaim[], taken: ReadonlySet<string>): void => {
    if (orders > ORDERS_MAX) return;
    if (left.length === 0) {
      orders++;
      outcomes.add(true);
      return;
    }
    for (const claim of smallest(left, requestOf)) {
      const rest = left.filter((other) => other !== claim);
      const volumes = smallest(candidates(storage, claim, place, taken), capacityOf);
      for (const { metadata } of volumes) visit(rest, new Set([...taken, metadata.name]));
      if (volumes.length > 0) continue;
      if (canProvision(storage, claim, place)) visit(rest, taken);
      else outcomes.add(false);
    }
  };
  visit(claims, new Set());
  if (orders > ORDERS_MAX || outcomes.size > 1) return 'depends on a tie';
  return outcomes.has(true) ? 'possible' : 'impossible';
}

/** Volumes reserved for the claim come before all others; if such a one is out of reach, nothing else will do. */
function candidates(
  storage: Storage,
  claim: PersistentVolumeClaim,
  place: Place,
  taken: ReadonlySet<string>,
): readonly PersistentVolume[] {
  const fitting = (storage.volumesByClass.get(classOf(claim)) ?? []).filter(
    (volume) => !taken.has(volume.metadata.name) && fitsClaim(volume, claim),
  );
  const reserved = fitting.filter((volume) => isReservedFor(volume, claim));
  if (reserved.length > 0) return reserved.filter((volume) => isReachable(volume, place));
  return fitting.filter((volume) => isFree(volume, claim) && isReachable(volume, place));
}

function fitsClaim({ metadata, spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    atLeast(spec.capacity?.['storage'], claim.spec.resources?.requests?.['storage']) &&
    (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem')
  );
}

function isReservedFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const claim = spec.claimRef;
  if (!claim || claim.name !== metadata.name || claim.namespace !== metadata.namespace) return false;
  return !claim.uid || claim.uid === metadata.uid;
}

function isFree({ metadata, spec, status }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { selector, accessModes = [] } = claim.spec;
  return (
    !spec.claimRef &&
    status?.phase === 'Available' &&
    (!selector || isEmptySelector(selector) || selects(selector, metadata.labels ?? {})) &&
    accessModes.every((mode) => (spec.accessModes ?? []).includes(mode))
  );
}

function isReachable({ spec }: PersistentVolume, { labels }: Place): boolean {
  const required = spec.nodeAffinity?.required;
  return !required || matchesNodeSelector(required, { name: '', labels });
}

function canProvision(storage: Storage, claim: PersistentVolumeClaim, { labels }: Place): boolean {
  const storageClass = storage.classes.get(classOf(claim));
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER) return false;
  return isAllowed(storageClass, labels) && hasCapacity(storage, storageClass, claim, labels);
}

function isAllowed({ allowedTopologies = [] }: StorageClass, labels: Labels): boolean {
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key, values }) => {
        const value = labelOf(labels, key);
        return value !== undefined && values.includes(value);
      }),
  );
}

/** Drivers that publish their capacity must have published enough for the place. */
function hasCapacity(
  storage: Storage,
  { metadata, provisioner }: StorageClass,
  claim: PersistentVolumeClaim,
  labels: Labels,
): boolean {
  const wanted = claim.spec.resources?.requests?.['storage'];
  if (wanted === undefined || storage.drivers.get(provisioner)?.spec.storageCapacity !== true) return true;
  return (storage.capacitiesByClass.get(metadata.name) ?? []).some(
    (published) => holds(published, wanted) && covers(published, labels),
  );
}

function holds({ capacity, maximumVolumeSize }: CsiStorageCapacity, wanted: string): boolean {
  const limit = maximumVolumeSize ?? capacity;
  return limit !== undefined && atLeast(limit, wanted);
}

function covers({ nodeTopology }: CsiStorageCapacity, labels: Labels): boolean {
  return nodeTopology !== undefined && isValidSelector(nodeTopology) && selects(nodeTopology, labels);
}

/** Unreadable amounts are never enough. */
function atLeast(have: string | undefined, wanted: string | undefined): boolean {
  const [a, b] = [parseQuantity(have ?? '0'), parseQuantity(wanted ?? '0')];
  return a !== undefined && b !== undefined && unitsOf(maxQuantity(a, b)) === unitsOf(a);
}

function smallest<T>(items: readonly T[], size: (item: T) => Quantity): readonly T[] {
  const least = Math.min(...items.map((item) => unitsOf(size(item))));
  return items.filter((item) => unitsOf(size(item)) === least);
}

function requestOf({ spec }: PersistentVolumeClaim): Quantity {
  return parseQuantity(spec.resources?.requests?.['storage'] ?? '0') ?? ZERO;
}

function capacityOf({ spec }: PersistentVolume): Quantity {
  return parseQuantity(spec.capacity?.['storage'] ?? '0') ?? ZERO;
}
