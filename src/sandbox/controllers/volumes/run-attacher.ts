import type { ControllerContext } from '../controller-context.ts';
import type { CsiNode } from '../kinds/csi-node.ts';
import type { Node } from '../kinds/node.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { VolumeAttachment } from '../kinds/volume-attachment.ts';

const RESOURCE = 'volumeattachments.storage.k8s.io';

/** The storage driver's attacher: carries out attachments on nodes that have the driver. */
export function runAttacher(context: ControllerContext): void {
  const { cluster, settings } = context;
  const taken = new Set<string>();
  const attaching = context.queue(settings.attachMs, (name) => {
    const attachment = cluster.get<VolumeAttachment>(RESOURCE, undefined, name);
    if (!attachment || isTerminating(attachment)) return;
    cluster.edit<VolumeAttachment>(RESOURCE, undefined, name, (draft) => {
      draft.status = { attached: true };
    });
  });
  const detaching = context.queue(settings.detachMs, (name) => {
    const attachment = cluster.get<VolumeAttachment>(RESOURCE, undefined, name);
    if (attachment && isTerminating(attachment)) letGo(context, attachment);
  });
  const taking = context.queue(settings.workloadLagMs, (name) => {
    const attachment = cluster.get<VolumeAttachment>(RESOURCE, undefined, name);
    if (!attachment || !hasDriver(context, attachment) || taken.has(attachment.metadata.uid)) return;
    taken.add(attachment.metadata.uid);
    hold(context, attachment);
    attaching.add(name);
  });
  context.watch<VolumeAttachment>(RESOURCE, ({ type, object }) => {
    const { name, uid } = object.metadata;
    if (type === 'DELETED') taken.delete(uid);
    else if (!isTerminating(object)) taking.add(name);
    // The disk of a machine that is gone is free at once.
    else if (taken.has(uid)) detaching.add(name, hasNode(context, object) ? settings.detachMs : 0);
  });
}

function hasNode({ cluster }: ControllerContext, { spec }: VolumeAttachment): boolean {
  return cluster.get<Node>('nodes', undefined, spec.nodeName) !== undefined;
}

function hasDriver({ cluster }: ControllerContext, { spec }: VolumeAttachment): boolean {
  const node = cluster.get<CsiNode>('csinodes.storage.k8s.io', undefined, spec.nodeName);
  return node?.spec.drivers?.some(({ name }) => name === spec.attacher) ?? false;
}

function finalizerOf({ spec }: VolumeAttachment): string {
  return `external-attacher/${spec.attacher.replaceAll('.', '-')}`;
}

function hold({ cluster }: ControllerContext, attachment: VolumeAttachment): void {
  const finalizer = finalizerOf(attachment);
  cluster.edit(RESOURCE, undefined, attachment.metadata.name, (draft) => {
    const others = draft.metadata.finalizers ?? [];
    if (!others.includes(finalizer)) draft.metadata.finalizers = [...others, finalizer];
  });
}

function letGo({ cluster }: ControllerContext, attachment: VolumeAttachment): void {
  const finalizer = finalizerOf(attachment);
  cluster.edit(RESOURCE, undefined, attachment.metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  });
}
