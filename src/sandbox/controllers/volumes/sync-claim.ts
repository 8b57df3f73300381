import { isReservedFor, matchVolume } from '../../scheduler/match-volume.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  isFullyBound,
  SELECTED_NODE,
  storageClassOf,
  type PersistentVolumeClaim,
} from '../kinds/persistent-volume-claim.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import { isTerminating } from '../kinds/pod.ts';
import { waitsForFirstConsumer, type StorageClass } from '../kinds/storage-class.ts';
import { partsOf } from '../object-key.ts';

export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const PROVISIONER_BETA = 'volume.beta.kubernetes.io/storage-provisioner';
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Binds one claim, or says what it waits for. */
export function syncClaim(context: ControllerContext, record: EventRecorder, key: string): void {
  const claim = context.cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', ...partsOf(key));
  if (!claim || isTerminating(claim)) return;
  if (isFullyBound(claim)) checkBound(context, claim);
  else if (claim.spec.volumeName) bindNamed(context, claim, claim.spec.volumeName);
  else bindAny(context, record, claim);
}

function checkBound({ cluster }: ControllerContext, claim: PersistentVolumeClaim): void {
  const volume = cluster.get<PersistentVolume>('persistentvolumes', undefined, claim.spec.volumeName ?? '');
  const { namespace, name } = claim.metadata;
  if (volume && isReservedFor(claim, volume)) return;
  cluster.edit<PersistentVolumeClaim>('persistentvolumeclaims', namespace, name, (draft) => {
    draft.status = { phase: 'Lost' };
  });
}

/** The claim names its volume: it gets it unless somebody else has it. */
function bindNamed(context: ControllerContext, claim: PersistentVolumeClaim, name: string): void {
  const volume = context.cluster.get<PersistentVolume>('persistentvolumes', undefined, name);
  if (!volume) return;
  const isFree = volume.spec.claimRef === undefined;
  if (isFree || isReservedFor(claim, volume)) bind(context, claim, volume, isFree);
}

function bindAny(context: ControllerContext, record: EventRecorder, claim: PersistentVolumeClaim): void {
  const { cluster } = context;
  const className = storageClassOf(claim);
  const storageClass = cluster.get<StorageClass>('storageclasses.storage.k8s.io', undefined, className);
  const volumes = cluster.list<PersistentVolume>('persistentvolumes');
  const reserved = volumes.find((volume) => isReservedFor(claim, volume));
  const isDelayed = waitsForFirstConsumer(storageClass);
  const match = reserved ?? (isDelayed ? undefined : matchVolume(claim, volumes, undefined, new Set()));
  if (match) bind(context, claim, match, match !== reserved);
  else if (isDelayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
    tell(record, claim, 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  } else if (storageClass && storageClass.provisioner !== NO_PROVISIONER) {
    askForVolume(context, record, claim, storageClass.provisioner);
  } else {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    tell(
      record,
      claim,
      className ? 'ProvisioningFailed' : 'FailedBinding',
      className ? `storageclass.storage.k8s.io "${className}" not found` : message,
    );
  }
}

function tell(record: EventRecorder, claim: PersistentVolumeClaim, reason: string, message: string): void {
  const type = reason === 'ProvisioningFailed' ? 'Warning' : 'Normal';
  record({ about: claim, type, reason, message });
}

/** The provisioner is a program of its own: it is called by an annotation. */
function askForVolume(
  { cluster }: ControllerContext,
  record: EventRecorder,
  claim: PersistentVolumeClaim,
  provisioner: string,
): void {
  const { namespace, name } = claim.metadata;
  cluster.edit('persistentvolumeclaims', namespace, name, (draft) => {
    const added = { [PROVISIONER_BETA]: provisioner, [PROVISIONER]: provisioner };
    draft.metadata.annotations = { ...draft.metadata.annotations, ...added };
  });
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. ` +
    'If volume creation is delayed, please verify that the provisioner is running and correctly registered.';
  tell(record, claim, 'ExternalProvisioning', message);
}

/** Volume first, claim second: a claim that says it is bound must find its volume bound to it. */
function bind(
  context: ControllerContext,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  isOurChoice: boolean,
): void {
  const { cluster } = context;
  const { namespace, name, uid } = claim.metadata;
  cluster.edit<PersistentVolume>('persistentvolumes', undefined, volume.metadata.name, (draft) => {
    draft.spec.claimRef = {
      ...draft.spec.claimRef,
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      ...(namespace !== undefined && { namespace }),
      name,
      uid,
    };
    if (isOurChoice)
      draft.metadata.annotations = { ...draft.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
    draft.status = { ...draft.status, phase: 'Bound' };
  });
  const isClaimsChoice = Boolean(claim.spec.volumeName);
  cluster.edit<PersistentVolumeClaim>('persistentvolumeclaims', namespace, name, (draft) => {
    draft.spec.volumeName = volume.metadata.name;
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      [BIND_COMPLETED]: 'yes',
      ...(!isClaimsChoice && { [BOUND_BY_CONTROLLER]: 'yes' }),
    };
    draft.status = {
      phase: 'Bound',
      ...(volume.spec.accessModes && { accessModes: [...volume.spec.accessModes] }),
      ...(volume.spec.capacity && { capacity: { ...volume.spec.capacity } }),
    };
  });
}
