import type { PersistentVolume } from '../../controllers/kinds/persistent-volume.ts';
import {
  storageClassOf,
  type PersistentVolumeClaim,
} from '../../controllers/kinds/persistent-volume-claim.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import { crowdedOut, each, SKIP, type Filter, type Rejection } from '../filter.ts';
import type { NodeState } from '../node-state.ts';
import { claimNameOf } from '../pod-claims.ts';
import type { Snapshot } from '../snapshot.ts';

const EBS_DRIVER = 'ebs.csi.aws.com';
const EBS_IN_TREE = 'kubernetes.io/aws-ebs';

/** Driver by volume: a volume that several pods share takes one slot. */
type Attached = Map<string, string>;

/** How many volumes of a driver a node can hold, as its CSINode says; nothing said means no limit. */
export const volumeLimits: Filter = {
  name: 'NodeVolumeLimits',
  prepare(pod, snapshot) {
    const wanted = volumesOf(pod, snapshot);
    return wanted.size === 0 ? SKIP : each((node) => exceeds(wanted, node, snapshot));
  },
};

function exceeds(wanted: Attached, node: NodeState, snapshot: Snapshot): Rejection | undefined {
  const limits = limitsOf(node, snapshot);
  if (limits.size === 0) return undefined;
  const present = presentOn(node, snapshot);
  const added = new Map([...wanted].filter(([volume]) => !present.has(volume)));
  const isOver = [...limits].some(([driver, limit]) => {
    const more = slots(added, driver);
    return more > 0 && slots(present, driver) + more > limit;
  });
  return isOver ? crowdedOut('node(s) exceed max volume count') : undefined;
}

function limitsOf({ name }: NodeState, snapshot: Snapshot): Map<string, number> {
  const drivers = snapshot.csiNode(name)?.spec.drivers ?? [];
  return new Map(
    drivers.flatMap((driver) =>
      driver.allocatable?.count === undefined ? [] : [[driver.name, driver.allocatable.count]],
    ),
  );
}

/** What the pods there use, and what is attached though no pod uses it. */
function presentOn(node: NodeState, snapshot: Snapshot): Attached {
  const present: Attached = new Map(node.pods.flatMap((pod) => [...volumesOf(pod, snapshot)]));
  for (const { spec } of snapshot.attachments) {
    if (spec.nodeName !== node.name || !spec.source.persistentVolumeName) continue;
    const handle = snapshot.volume(spec.source.persistentVolumeName)?.spec.csi?.volumeHandle;
    if (handle !== undefined) present.set(`${spec.attacher}/${handle}`, spec.attacher);
  }
  return present;
}

function slots(attached: Attached, driver: string): number {
  return [...attached.values()].filter((name) => name === driver).length;
}

function volumesOf(pod: Pod, snapshot: Snapshot): Attached {
  const attached: Attached = new Map();
  for (const volume of pod.spec.volumes ?? []) {
    const inline = volume.awsElasticBlockStore?.volumeID;
    if (inline !== undefined) attached.set(`${EBS_DRIVER}/${inline}`, EBS_DRIVER);
    const name = claimNameOf(volume, pod);
    const claim = name === undefined ? undefined : snapshot.claim(pod.metadata.namespace ?? '', name);
    const slot = claim && slotOf(claim, snapshot);
    if (slot) attached.set(slot.volume, slot.driver);
  }
  return attached;
}

/** A claim that is not bound yet takes a slot of its class's provisioner all the same. */
function slotOf(
  claim: PersistentVolumeClaim,
  snapshot: Snapshot,
): { volume: string; driver: string } | undefined {
  const { volumeName } = claim.spec;
  const volume = volumeName ? snapshot.volume(volumeName) : undefined;
  if (volume) return handleOf(volume);
  const provisioner = snapshot.storageClass(storageClassOf(claim))?.provisioner;
  if (!provisioner) return undefined;
  const driver = provisioner === EBS_IN_TREE ? EBS_DRIVER : provisioner;
  return { volume: `${driver}/unbound/${claim.metadata.namespace}/${claim.metadata.name}`, driver };
}

function handleOf({ spec }: PersistentVolume): { volume: string; driver: string } | undefined {
  if (spec.csi) return { volume: `${spec.csi.driver}/${spec.csi.volumeHandle}`, driver: spec.csi.driver };
  const disk = spec.awsElasticBlockStore?.volumeID;
  return disk === undefined ? undefined : { volume: `${EBS_DRIVER}/${disk}`, driver: EBS_DRIVER };
}
