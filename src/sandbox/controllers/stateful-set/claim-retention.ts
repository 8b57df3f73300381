import type { OwnerReference } from '../../kubernetes/object.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { Pod } from '../kinds/pod.ts';
import { controllerReference } from '../owner.ts';
import { claimNamesOf, ordinalRange } from './identity.ts';
import type { Members } from './members.ts';

/**
 * Claims that shall go with the set belong to the set; those that shall go with a member that is scaled away belong to
 * that member's pod. The garbage collector does the rest.
 */
export function setClaimOwners(members: Members): void {
  const { whenDeleted, whenScaled } = members.set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenDeleted !== 'Delete' && whenScaled !== 'Delete') return;
  for (const [ordinal, pod] of members.byOrdinal) {
    for (const name of claimNamesOf(members.set, ordinal)) setOwner(members, ordinal, pod, name);
  }
}

function setOwner(members: Members, ordinal: number, pod: Pod, name: string): void {
  const { context, set } = members;
  const { namespace } = set.metadata;
  const claim = context.cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, name);
  if (!claim) return;
  const ours = new Set([set.metadata.uid, pod.metadata.uid]);
  const others = (claim.metadata.ownerReferences ?? []).filter(({ uid }) => !ours.has(uid));
  const owners = [...others, ...ownersOf(members, ordinal, pod)];
  if (canonicalJson(owners) === canonicalJson(claim.metadata.ownerReferences ?? [])) return;
  context.cluster.edit('persistentvolumeclaims', namespace, name, (draft) => {
    draft.metadata.ownerReferences = owners;
  });
}

function ownersOf({ set }: Members, ordinal: number, pod: Pod): OwnerReference[] {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const { first, end } = ordinalRange(set);
  const isScaledAway = ordinal < first || ordinal >= end;
  if (isScaledAway && whenScaled === 'Delete') return [plainReference(pod)];
  return whenDeleted === 'Delete' ? [{ ...controllerReference(set) }] : [];
}

function plainReference({ apiVersion, kind, metadata }: Pod): OwnerReference {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid };
}
