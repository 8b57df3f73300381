import type {
  CsiDriver,
  CsiNode,
  CsiStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
} from '../fleet/storage.ts';

/** What the cluster knows of storage. Absent lists mean that there are none, not that nobody looked. */
export interface StorageObjects {
  readonly persistentVolumes?: readonly PersistentVolume[] | undefined;
  readonly persistentVolumeClaims?: readonly PersistentVolumeClaim[] | undefined;
  readonly storageClasses?: readonly StorageClass[] | undefined;
  readonly csiNodes?: readonly CsiNode[] | undefined;
  readonly volumeAttachments?: readonly VolumeAttachment[] | undefined;
  readonly csiDrivers?: readonly CsiDriver[] | undefined;
  readonly csiStorageCapacities?: readonly CsiStorageCapacity[] | undefined;
}

/** A volume as a CSI driver counts it. */
export interface CsiVolume {
  readonly driver: string;
  readonly handle: string;
}

export interface Storage {
  readonly volumes: ReadonlyMap<string, PersistentVolume>;
  /** Volumes that a claim of the class may be bound to, by class. */
  readonly volumesByClass: ReadonlyMap<string, readonly PersistentVolume[]>;
  readonly claims: ReadonlyMap<string, PersistentVolumeClaim>;
  readonly classes: ReadonlyMap<string, StorageClass>;
  readonly drivers: ReadonlyMap<string, CsiDriver>;
  readonly capacitiesByClass: ReadonlyMap<string, readonly CsiStorageCapacity[]>;
  /** By node, then driver: how many volumes it may have attached. No entry means no limit. */
  readonly limits: Map<string, ReadonlyMap<string, number>>;
  /** Volumes that are attached to a node, or still are, whoever uses them. */
  readonly attached: ReadonlyMap<string, readonly CsiVolume[]>;
  /** How many pods on nodes use a claim. */
  readonly claimUsers: Map<string, number>;
}

const EBS_DRIVER = 'ebs.csi.aws.com';
const NO_VOLUME = 'no such volume';

export function indexStorage(objects: StorageObjects): Storage {
  const volumes = byName(objects.persistentVolumes);
  return {
    volumes,
    volumesByClass: Map.groupBy(objects.persistentVolumes ?? [], classOf),
    claims: new Map((objects.persistentVolumeClaims ?? []).map((claim) => [claimKey(claim.metadata), claim])),
    classes: byName(objects.storageClasses),
    drivers: byName(objects.csiDrivers),
    capacitiesByClass: Map.groupBy(objects.csiStorageCapacities ?? [], (each) => each.storageClassName),
    limits: new Map((objects.csiNodes ?? []).map((each) => [each.metadata.name, limitsOf(each)])),
    attached: attachedByNode(objects.volumeAttachments ?? [], volumes),
    claimUsers: new Map(),
  };
}

export function claimKey({
  namespace,
  name,
}: {
  readonly namespace?: string;
  readonly name: string;
}): string {
  return `${namespace ?? ''}/${name}`;
}

/** The class of a volume or claim: the old annotation beats the field. */
export function classOf(object: PersistentVolume | PersistentVolumeClaim): string {
  const annotated = object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'];
  return annotated ?? object.spec.storageClassName ?? '';
}

export function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec.volumeName) && metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;
}

/** What a claim costs its node in attachments: nothing unless a CSI driver serves it. */
export function csiVolumeOf(storage: Storage, key: string): CsiVolume | undefined {
  const claim = storage.claims.get(key);
  if (!claim) return undefined;
  const volume = claim.spec.volumeName ? storage.volumes.get(claim.spec.volumeName) : undefined;
  if (volume)
    return volume.spec.csi && { driver: volume.spec.csi.driver, handle: volume.spec.csi.volumeHandle };
  const provisioner = storage.classes.get(classOf(claim))?.provisioner;
  if (!provisioner || provisioner === 'kubernetes.io/no-provisioner') return undefined;
  return { driver: csiNameOf(provisioner), handle: `claim ${key}` };
}

/** The inline disk of a pod, as its driver counts it. */
export function csiVolumeOfDisk(volumeId: string): CsiVolume {
  return { driver: EBS_DRIVER, handle: volumeId.replace(/^aws:\/\/.*\//, '') };
}

function csiNameOf(provisioner: string): string {
  return provisioner === 'kubernetes.io/aws-ebs' ? EBS_DRIVER : provisioner;
}

function limitsOf({ spec }: CsiNode): ReadonlyMap<string, number> {
  const counted = (spec.drivers ?? []).flatMap(({ name, allocatable }) =>
    allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
  );
  return new Map(counted);
}

function attachedByNode(
  attachments: readonly VolumeAttachment[],
  volumes: ReadonlyMap<string, PersistentVolume>,
): ReadonlyMap<string, readonly CsiVolume[]> {
  const byNode = new Map<string, CsiVolume[]>();
  for (const { metadata, spec } of attachments) {
    const name = spec.source.persistentVolumeName;
    const volume = name === undefined ? undefined : volumes.get(name);
    const handle = volume?.spec.csi?.volumeHandle ?? `${NO_VOLUME} ${name ?? metadata.name}`;
    byNode.set(spec.nodeName, [...(byNode.get(spec.nodeName) ?? []), { driver: spec.attacher, handle }]);
  }
  return byNode;
}

function byName<T extends { readonly metadata: { readonly name: string } }>(
  objects: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  return new Map((objects ?? []).map((object) => [object.metadata.name, object]));
}
