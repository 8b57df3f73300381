import type { ControllerContext } from '../controller-context.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';
import { keyOf } from '../object-key.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';

const CLAIMS = 'persistentvolumeclaims';
const VOLUMES = 'persistentvolumes';

/** Brings volumes and claims together, and asks for volumes that are not there yet. */
export function runVolumeBinder(context: ControllerContext): void {
  const record = context.recorder('persistentvolume-controller');
  const claims = context.queue(context.settings.workloadLagMs, (key) => syncClaim(context, record, key));
  const volumes = context.queue(context.settings.workloadLagMs, (name) => syncVolume(context, name));
  context.watch<PersistentVolumeClaim>(CLAIMS, ({ object }) => {
    claims.add(keyOf(object));
    if (object.spec.volumeName) volumes.add(object.spec.volumeName);
  });
  context.watch<PersistentVolume>(VOLUMES, ({ type, object }) => {
    const { claimRef } = object.spec;
    if (type !== 'DELETED') volumes.add(object.metadata.name);
    if (claimRef?.name) claims.add(`${claimRef.namespace ?? ''}/${claimRef.name}`);
    else for (const claim of unbound(context)) claims.add(keyOf(claim));
  });
  context.watch<VolumeAttachment>('volumeattachments.storage.k8s.io', ({ type, object }) => {
    const name = object.spec.source.persistentVolumeName;
    // A volume is given back only once it is attached nowhere.
    if (type === 'DELETED' && name !== undefined) volumes.add(name);
  });
  // A claim may wait for its class.
  context.watch('storageclasses.storage.k8s.io', () => {
    for (const claim of unbound(context)) claims.add(keyOf(claim));
  });
}

function unbound({ cluster }: ControllerContext): PersistentVolumeClaim[] {
  return cluster.list<PersistentVolumeClaim>(CLAIMS).filter(({ status }) => status?.phase !== 'Bound');
}
