import type { StoreEvent } from '../../kubernetes/object.ts';
import { claimNames } from '../../scheduler/pod-claims.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { Node } from '../kinds/node.ts';
import { isFullyBound, type PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import { isFinished, type Pod } from '../kinds/pod.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';
import { keyOf } from '../object-key.ts';
import { attachVolumes } from './attach-volumes.ts';
import { Detacher } from './detacher.ts';

const ATTACHMENTS = 'volumeattachments.storage.k8s.io';

/** Attaches the volumes of pods to their nodes, and detaches what no pod on the node needs any more. */
export function runAttachDetach(context: ControllerContext): void {
  const record = context.recorder('attachdetach-controller');
  const detacher = new Detacher(context);
  const attaching = context.queue(context.settings.workloadLagMs, (key) =>
    attachVolumes(context, record, key),
  );
  const detaching = context.queue(context.settings.workloadLagMs, (name) => {
    const again = detacher.check(name);
    if (again !== undefined) detaching.add(name, again);
  });
  const checkNode = (name: string): void => {
    for (const { metadata, spec } of context.cluster.list<VolumeAttachment>(ATTACHMENTS)) {
      if (spec.nodeName === name) detaching.add(metadata.name);
    }
  };
  context.watch<Pod>('pods', ({ type, object, previous }) => {
    if (!object.spec.nodeName || claimNames(object).length === 0) return;
    if (type !== 'DELETED' && !previous?.spec.nodeName) attaching.add(keyOf(object));
    if (type === 'DELETED' || isFinished(object)) checkNode(object.spec.nodeName);
  });
  context.watch<VolumeAttachment>(ATTACHMENTS, ({ type, object }) => {
    if (type !== 'DELETED') detaching.add(object.metadata.name);
    // A volume that came free, or is attached now, is what a pod may wait for.
    for (const key of podsWith(context, object)) attaching.add(key);
  });
  context.watch<PersistentVolumeClaim>('persistentvolumeclaims', ({ object, previous }) => {
    if (!isFullyBound(object) || (previous && isFullyBound(previous))) return;
    for (const pod of context.podsByNamespace.get(object.metadata.namespace ?? '')) {
      if (pod.spec.nodeName && claimNames(pod).includes(object.metadata.name)) attaching.add(keyOf(pod));
    }
  });
  context.watch<Node>('nodes', (event) => {
    if (!changesUse(event)) return;
    checkNode(event.object.metadata.name);
    for (const pod of context.podsByNode.get(event.object.metadata.name)) {
      if (claimNames(pod).length > 0) attaching.add(keyOf(pod));
    }
  });
}

function changesUse({ type, object, previous }: StoreEvent<Node>): boolean {
  return (
    type !== 'MODIFIED' ||
    (object.status?.volumesInUse ?? []).join() !== (previous?.status?.volumesInUse ?? []).join()
  );
}

function podsWith({ cluster }: ControllerContext, { spec }: VolumeAttachment): string[] {
  const claims = cluster
    .list<PersistentVolumeClaim>('persistentvolumeclaims')
    .filter((claim) => claim.spec.volumeName === spec.source.persistentVolumeName);
  return claims.flatMap(({ metadata }) =>
    cluster
      .list<Pod>('pods', metadata.namespace)
      .filter((pod) => pod.spec.nodeName && claimNames(pod).includes(metadata.name))
      .map(keyOf),
  );
}
