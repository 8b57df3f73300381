import { claimNames } from '../../scheduler/pod-claims.ts';
import type { KubeObject, ResourceName } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import { isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import { keyOf, partsOf } from '../object-key.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** Lets go of claims that no pod uses, and of volumes that no claim has. */
export function runVolumeProtection(context: ControllerContext): void {
  const { cluster, settings } = context;
  const claims = context.queue(settings.workloadLagMs, (key) => {
    const claim = cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', ...partsOf(key));
    if (claim && isTerminating(claim) && !isUsed(context, claim)) {
      dropFinalizer(context, 'persistentvolumeclaims', claim, CLAIM_FINALIZER);
    }
  });
  const volumes = context.queue(settings.workloadLagMs, (name) => {
    const volume = cluster.get<PersistentVolume>('persistentvolumes', undefined, name);
    if (volume && isTerminating(volume) && volume.status?.phase !== 'Bound') {
      dropFinalizer(context, 'persistentvolumes', volume, VOLUME_FINALIZER);
    }
  });
  context.watch<PersistentVolumeClaim>('persistentvolumeclaims', ({ object }) => {
    if (isTerminating(object)) claims.add(keyOf(object));
  });
  context.watch<PersistentVolume>('persistentvolumes', ({ object }) => {
    if (isTerminating(object)) volumes.add(object.metadata.name);
  });
  context.watch<Pod>('pods', ({ type, object }) => {
    if (type !== 'DELETED' && !isFinished(object)) return;
    for (const name of claimNames(object)) claims.add(`${object.metadata.namespace ?? ''}/${name}`);
  });
}

function isUsed({ podsByNamespace }: ControllerContext, { metadata }: PersistentVolumeClaim): boolean {
  return podsByNamespace
    .get(metadata.namespace ?? '')
    .some((pod) => !isFinished(pod) && claimNames(pod).includes(metadata.name));
}

function dropFinalizer(
  { cluster }: ControllerContext,
  resource: ResourceName,
  { metadata }: KubeObject,
  finalizer: string,
): void {
  if (!metadata.finalizers?.includes(finalizer)) return;
  cluster.edit(resource, metadata.namespace, metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  });
}
