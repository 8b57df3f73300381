import type { PersistentVolume, PersistentVolumeClaim } from '../fleet/storage.ts';
import type { Board } from './board.ts';
import { CLAIM_FIELDS, CLASS_FIELDS, unknownFields, VOLUME_FIELDS } from './known-fields.ts';
import { looksAtFields } from './node-affinity.ts';
import { refused, unproven, type Objection } from './objection.ts';
import type { PodProfile } from './pod-profile.ts';
import { claimKey, classOf, csiVolumeOf, csiVolumeOfDisk, isBound, type CsiVolume } from './storage-index.ts';

/** What a pod's volumes ask of a node. */
export interface ClaimRules {
  /** What speaks against every node: a claim that is missing, in use, on its way out. */
  readonly everywhere: readonly Objection[];
  readonly bound: readonly PersistentVolume[];
  /** Claims that wait for their first consumer, which is this pod. */
  readonly toBind: readonly PersistentVolumeClaim[];
  readonly csiVolumes: readonly CsiVolume[];
  readonly inlineDisks: readonly string[];
}

export function claimRules(board: Board, namespace: string, profile: PodProfile): ClaimRules {
  const { storage } = board;
  const everywhere: Objection[] = [];
  const bound: PersistentVolume[] = [];
  const toBind: PersistentVolumeClaim[] = [];
  for (const name of profile.claims) {
    const claim = storage.claims.get(`${namespace}/${name}`);
    if (!claim) {
      everywhere.push(refused('claim missing'));
      continue;
    }
    everywhere.push(...claimObjections(board, claim));
    const volume = isBound(claim) ? storage.volumes.get(claim.spec.volumeName ?? '') : undefined;
    if (volume) {
      bound.push(volume);
      everywhere.push(...volumeDoubts(volume));
    } else {
      toBind.push(claim);
      everywhere.push(...bindingObjections(board, claim));
    }
  }
  const csiVolumes = profile.claims.flatMap((name) => csiVolumeOf(storage, `${namespace}/${name}`) ?? []);
  return {
    everywhere: [...everywhere, ...sharedClaimDoubts(toBind)],
    bound,
    toBind,
    csiVolumes: uniqueVolumes([...csiVolumes, ...profile.inlineDisks.map(csiVolumeOfDisk)]),
    inlineDisks: profile.inlineDisks,
  };
}

function claimObjections({ storage }: Board, claim: PersistentVolumeClaim): Objection[] {
  const { metadata, spec, status } = claim;
  const objections = unknownFields(claim, CLAIM_FIELDS, 'claim').map(unproven);
  if (metadata.deletionTimestamp !== undefined) objections.push(refused('claim being deleted'));
  if (status?.phase === 'Lost') objections.push(refused('claim lost'));
  const exclusive = (spec.accessModes ?? []).includes('ReadWriteOncePod');
  if (exclusive && (storage.claimUsers.get(claimKey(metadata)) ?? 0) > 0) {
    objections.push(refused('claim in use by another pod'));
  }
  return objections;
}

/** Only a claim that waits for its first consumer may be unbound when its pod is scheduled. */
function bindingObjections({ storage }: Board, claim: PersistentVolumeClaim): Objection[] {
  const storageClass = storage.classes.get(classOf(claim));
  if (claim.spec.volumeName || storageClass?.volumeBindingMode !== 'WaitForFirstConsumer') {
    return [refused('claim not bound')];
  }
  const doubts = unknownFields(storageClass, CLASS_FIELDS, 'class').map(unproven);
  return claim.spec.volumeAttributesClassName === undefined
    ? doubts
    : [...doubts, unproven('claim.spec.volumeAttributesClassName')];
}

function volumeDoubts(volume: PersistentVolume): Objection[] {
  const doubts = unknownFields(volume, VOLUME_FIELDS, 'volume').map(unproven);
  const byField = looksAtFields(volume.spec.nodeAffinity?.required);
  return byField ? [...doubts, unproven('volume.spec.nodeAffinity.matchFields')] : doubts;
}

/** One claim mounted twice is looked for twice, and found once at most. */
function sharedClaimDoubts(toBind: readonly PersistentVolumeClaim[]): Objection[] {
  const twice = new Set(toBind).size < toBind.length;
  return twice ? [unproven('pod.spec.volumes with one unbound claim twice')] : [];
}

function uniqueVolumes(volumes: readonly CsiVolume[]): CsiVolume[] {
  return [...new Map(volumes.map((volume) => [`${volume.driver}\n${volume.handle}`, volume])).values()];
}
