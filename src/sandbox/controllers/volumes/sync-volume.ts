import { isReservedFor } from '../../scheduler/match-volume.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';

/** Writes the phase of one volume, and gives back one that nobody claims any more. */
export function syncVolume(context: ControllerContext, name: string): void {
  const { cluster, clock } = context;
  const volume = cluster.get<PersistentVolume>('persistentvolumes', undefined, name);
  if (!volume) return;
  const phase = phaseOf(context, volume);
  cluster.edit<PersistentVolume>('persistentvolumes', undefined, name, (draft) => {
    if (draft.status?.phase === phase) return;
    draft.status = { ...draft.status, phase, lastPhaseTransitionTime: clock.isoSeconds() };
  });
  const isOurs = volume.spec.persistentVolumeReclaimPolicy === 'Delete';
  if (phase === 'Released' && isOurs && !isTerminating(volume) && !isAttached(context, name)) {
    cluster.delete('persistentvolumes', undefined, name, { uid: volume.metadata.uid });
  }
}

function phaseOf({ cluster }: ControllerContext, volume: PersistentVolume): string {
  const reference = volume.spec.claimRef;
  if (!reference?.name || !reference.uid) return 'Available';
  const claim = cluster.get<PersistentVolumeClaim>(
    'persistentvolumeclaims',
    reference.namespace,
    reference.name,
  );
  if (!claim || !isReservedFor(claim, volume)) return 'Released';
  return claim.spec.volumeName === volume.metadata.name ? 'Bound' : (volume.status?.phase ?? 'Available');
}

function isAttached({ cluster }: ControllerContext, name: string): boolean {
  return cluster
    .list<VolumeAttachment>('volumeattachments.storage.k8s.io')
    .some(({ spec }) => spec.source.persistentVolumeName === name);
}
