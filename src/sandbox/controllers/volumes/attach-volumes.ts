import { createHash } from 'node:crypto';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { Node } from '../kinds/node.ts';
import { isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';
import { partsOf } from '../object-key.ts';
import { attachableVolumes, uniqueVolumeName, type CsiVolume } from './attachable-volumes.ts';

/** Set by kubelets that leave attaching to the controller; bare nodes do not have it. */
export const MANAGED_ATTACH = 'volumes.kubernetes.io/controller-managed-attach-detach';

/** Makes the attachments that one pod needs, and tells its node of those that are done. */
export function attachVolumes(context: ControllerContext, record: EventRecorder, key: string): void {
  const { cluster } = context;
  const pod = cluster.get<Pod>('pods', ...partsOf(key));
  if (!pod?.spec.nodeName || isFinished(pod) || isTerminating(pod)) return;
  const node = cluster.get<Node>('nodes', undefined, pod.spec.nodeName);
  if (node?.metadata.annotations?.[MANAGED_ATTACH] !== 'true') return;
  for (const volume of attachableVolumes(cluster, pod)) attachOne(context, record, pod, node, volume);
}

function attachOne(
  context: ControllerContext,
  record: EventRecorder,
  pod: Pod,
  node: Node,
  volume: CsiVolume,
): void {
  const nodeName = node.metadata.name;
  const attachments = attachmentsOf(context, volume);
  const own = attachments.find(({ spec }) => spec.nodeName === nodeName);
  if (own?.status?.attached && !isTerminating(own)) {
    reportAttached(context, record, pod, node, volume);
  } else if (!own && isTaken(volume, attachments)) {
    record({
      about: pod,
      type: 'Warning',
      reason: 'FailedAttachVolume',
      message: takenText(context, volume, pod),
    });
  } else if (!own) {
    context.cluster.create('volumeattachments.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: attachmentName(volume, nodeName) },
      spec: {
        attacher: volume.spec.csi.driver,
        nodeName,
        source: { persistentVolumeName: volume.metadata.name },
      },
      status: { attached: false },
    });
  }
}

function attachmentsOf({ cluster }: ControllerContext, { metadata }: CsiVolume): VolumeAttachment[] {
  return cluster
    .list<VolumeAttachment>('volumeattachments.storage.k8s.io')
    .filter(({ spec }) => spec.source.persistentVolumeName === metadata.name);
}

function isTaken({ spec }: CsiVolume, attachments: readonly VolumeAttachment[]): boolean {
  const isShared = spec.accessModes?.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
  return !isShared && attachments.length > 0;
}

function takenText({ podsByNamespace }: ControllerContext, volume: CsiVolume, pod: Pod): string {
  const claim = volume.spec.claimRef?.name;
  const users = podsByNamespace
    .get(pod.metadata.namespace ?? '')
    .filter(
      (other) =>
        other.metadata.uid !== pod.metadata.uid &&
        other.spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim),
    )
    .map(({ metadata }) => metadata.name);
  const head = `Multi-Attach error for volume "${volume.metadata.name}" `;
  return users.length > 0
    ? `${head}Volume is already used by pod(s) ${users.join(', ')}`
    : `${head}Volume is already exclusively attached to one node and can't be attached to another`;
}

function reportAttached(
  { cluster }: ControllerContext,
  record: EventRecorder,
  pod: Pod,
  node: Node,
  volume: CsiVolume,
): void {
  const name = uniqueVolumeName(volume);
  if (node.status?.volumesAttached?.some((attached) => attached.name === name)) return;
  cluster.edit<Node>('nodes', undefined, node.metadata.name, (draft) => {
    const others = (draft.status?.volumesAttached ?? []).filter((attached) => attached.name !== name);
    draft.status = { ...draft.status, volumesAttached: [...others, { name, devicePath: '' }] };
  });
  const message = `AttachVolume.Attach succeeded for volume "${volume.metadata.name}" `;
  record({ about: pod, type: 'Normal', reason: 'SuccessfulAttachVolume', message });
}

/** The same volume on the same node always has the same attachment. */
function attachmentName({ spec }: CsiVolume, nodeName: string): string {
  const parts = `${spec.csi.volumeHandle}${spec.csi.driver}${nodeName}`;
  return `csi-${createHash('sha256').update(parts).digest('hex')}`;
}
