import type { ControllerContext } from '../controller-context.ts';
import type { Node } from '../kinds/node.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import { isFinished, isTerminating } from '../kinds/pod.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';
import { MANAGED_ATTACH } from './attach-volumes.ts';
import { attachableVolumes } from './attachable-volumes.ts';

/** Decides when an attachment may go: when no pod on the node needs it and the node says that it is unmounted. */
export class Detacher {
  #context: ControllerContext;
  /** Since when nobody needs an attachment, by its uid. */
  #unneeded = new Map<string, number>();
  /** Attachments that a kubelet's node had: others were made by hand and are left alone. */
  #managed = new Set<string>();

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  /** Answers when to look at the attachment again, in world ms from now, if at all. */
  check(name: string): number | undefined {
    const { cluster, clock, settings } = this.#context;
    const attachment = cluster.get<VolumeAttachment>('volumeattachments.storage.k8s.io', undefined, name);
    if (!attachment || isTerminating(attachment)) {
      if (attachment) this.#forgetOnNode(attachment);
      return undefined;
    }
    const { uid } = attachment.metadata;
    if (!this.#isManaged(attachment)) return undefined;
    if (this.#isNeeded(attachment)) {
      this.#unneeded.delete(uid);
      return undefined;
    }
    const since = this.#unneeded.get(uid) ?? clock.now();
    this.#unneeded.set(uid, since);
    const left = this.#isInUse(attachment) ? since + settings.forceDetachMs - clock.now() : 0;
    if (left > 0) return left;
    this.#unneeded.delete(uid);
    this.#managed.delete(uid);
    this.#forgetOnNode(attachment);
    cluster.delete('volumeattachments.storage.k8s.io', undefined, name, { uid });
    return undefined;
  }

  #isManaged({ metadata, spec }: VolumeAttachment): boolean {
    const node = this.#context.cluster.get<Node>('nodes', undefined, spec.nodeName);
    if (node?.metadata.annotations?.[MANAGED_ATTACH] === 'true') this.#managed.add(metadata.uid);
    return this.#managed.has(metadata.uid);
  }

  #isNeeded({ spec }: VolumeAttachment): boolean {
    const { cluster, podsByNode } = this.#context;
    return podsByNode
      .get(spec.nodeName)
      .filter((pod) => !isFinished(pod))
      .some((pod) =>
        attachableVolumes(cluster, pod).some(
          ({ metadata }) => metadata.name === spec.source.persistentVolumeName,
        ),
      );
  }

  /** A node that vanished cannot say so: its last word counts as "in use". */
  #isInUse(attachment: VolumeAttachment): boolean {
    const node = this.#context.cluster.get<Node>('nodes', undefined, attachment.spec.nodeName);
    const name = this.#uniqueName(attachment);
    return !node || name === undefined || (node.status?.volumesInUse ?? []).includes(name);
  }

  #uniqueName({ spec }: VolumeAttachment): string | undefined {
    const { cluster } = this.#context;
    const volume = cluster.get<PersistentVolume>(
      'persistentvolumes',
      undefined,
      spec.source.persistentVolumeName ?? '',
    );
    const handle = volume?.spec.csi?.volumeHandle;
    return handle === undefined ? undefined : `kubernetes.io/csi/${spec.attacher}^${handle}`;
  }

  #forgetOnNode(attachment: VolumeAttachment): void {
    const name = this.#uniqueName(attachment);
    this.#context.cluster.edit<Node>('nodes', undefined, attachment.spec.nodeName, (draft) => {
      const others = draft.status?.volumesAttached?.filter((attached) => attached.name !== name);
      if (!others || !draft.status) return;
      if (others.length > 0) draft.status.volumesAttached = others;
      else delete draft.status.volumesAttached;
    });
  }
}
