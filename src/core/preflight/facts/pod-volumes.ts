import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../fleet/storage.ts';
import { perFleet, type Fleet } from '../fleet.ts';

export const NEEDS_VOLUMES: readonly ReadingName[] = ['claims', 'volumes'];

const claimsByKey = perFleet(
  (fleet) =>
    new Map(
      fleet.get('claims').map((claim) => [`${claim.metadata.namespace ?? ''}/${claim.metadata.name}`, claim]),
    ),
);

const volumesByName = perFleet(
  (fleet) => new Map(fleet.get('volumes').map((volume) => [volume.metadata.name, volume])),
);

/** A claim that a pod mounts, with the volume it is bound to. */
export interface MountedClaim {
  readonly key: string;
  readonly claim: PersistentVolumeClaim | undefined;
  readonly volume: PersistentVolume | undefined;
}

export function mountedClaims(fleet: Fleet, { metadata, spec }: Pod): readonly MountedClaim[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    if (!persistentVolumeClaim) return [];
    const key = `${metadata.namespace ?? ''}/${persistentVolumeClaim.claimName}`;
    const claim = claimsByKey(fleet).get(key);
    return { key, claim, volume: volumesByName(fleet).get(claim?.spec.volumeName ?? '') };
  });
}
