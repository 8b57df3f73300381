import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { CsiNode } from '../kinds/csi-node.ts';
import type { Node } from '../kinds/node.ts';
import type { ClaimReference } from '../kinds/persistent-volume.ts';
import {
  isFullyBound,
  SELECTED_NODE,
  storageClassOf,
  type PersistentVolumeClaim,
} from '../kinds/persistent-volume-claim.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { StorageClass } from '../kinds/storage-class.ts';
import { keyOf, partsOf } from '../object-key.ts';
import { PROVISIONER } from './sync-claim.ts';

const ZONE = 'topology.kubernetes.io/zone';

/**
 * The storage driver's provisioner: makes a volume in the zone of the chosen node. It works only in a cluster that
 * has the driver on some node; elsewhere claims wait.
 */
export function runProvisioner(context: ControllerContext): void {
  const record = context.recorder('ebs.csi.aws.com_ebs-csi-controller');
  const queue = context.queue(context.settings.provisionMs, (key) => provision(context, record, key));
  context.watch<PersistentVolumeClaim>('persistentvolumeclaims', ({ type, object }) => {
    if (type === 'DELETED' || !isAsked(context, object)) return;
    queue.add(keyOf(object));
  });
  context.watch<CsiNode>('csinodes.storage.k8s.io', () => {
    for (const claim of context.cluster.list<PersistentVolumeClaim>('persistentvolumeclaims')) {
      if (isAsked(context, claim)) queue.add(keyOf(claim));
    }
  });
}

function isAsked(context: ControllerContext, claim: PersistentVolumeClaim): boolean {
  const driver = claim.metadata.annotations?.[PROVISIONER];
  return (
    driver !== undefined &&
    !isTerminating(claim) &&
    !isFullyBound(claim) &&
    nodesWith(context, driver).length > 0
  );
}

function nodesWith({ cluster }: ControllerContext, driver: string): string[] {
  return cluster
    .list<CsiNode>('csinodes.storage.k8s.io')
    .filter(({ spec }) => spec.drivers?.some(({ name }) => name === driver))
    .map(({ metadata }) => metadata.name);
}

function provision(context: ControllerContext, record: EventRecorder, key: string): void {
  const { cluster } = context;
  const claim = cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', ...partsOf(key));
  if (!claim || !isAsked(context, claim)) return;
  const driver = claim.metadata.annotations?.[PROVISIONER] ?? '';
  const selected = claim.metadata.annotations?.[SELECTED_NODE];
  const zone = zoneFor(context, driver, selected);
  if (zone === undefined) {
    giveBack(context, record, claim);
    return;
  }
  const made = cluster.create('persistentvolumes', volumeDraft(context, claim, driver, zone));
  if (!made) return;
  const message = `Successfully provisioned volume ${made.metadata.name}`;
  record({ about: claim, type: 'Normal', reason: 'ProvisioningSucceeded', message });
}

/** The zone of the selected node; without one, that of any node with the driver. */
function zoneFor(
  context: ControllerContext,
  driver: string,
  selected: string | undefined,
): string | undefined {
  const names = nodesWith(context, driver);
  const name = selected === undefined ? context.random.pick(names) : names.find((one) => one === selected);
  const node = name === undefined ? undefined : context.cluster.get<Node>('nodes', undefined, name);
  return node?.metadata.labels?.[ZONE];
}

/** The selected node is gone: the scheduler has to choose another. */
function giveBack({ cluster }: ControllerContext, record: EventRecorder, claim: PersistentVolumeClaim): void {
  const message =
    'failed to provision volume: error generating accessibility requirements: no topology of the selected node found';
  record({ about: claim, type: 'Warning', reason: 'ProvisioningFailed', message });
  cluster.edit('persistentvolumeclaims', claim.metadata.namespace, claim.metadata.name, (draft) => {
    const { [SELECTED_NODE]: _selected, ...others } = draft.metadata.annotations ?? {};
    draft.metadata.annotations = others;
  });
}

function volumeDraft(
  { cluster, random }: ControllerContext,
  { metadata, spec, ...claim }: PersistentVolumeClaim,
  driver: string,
  zone: string,
) {
  const className = storageClassOf({ metadata, spec, ...claim });
  const storageClass = cluster.get<StorageClass>('storageclasses.storage.k8s.io', undefined, className);
  const claimRef: ClaimReference = {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid,
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: `pvc-${metadata.uid}`,
      annotations: { 'pv.kubernetes.io/provisioned-by': driver },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      capacity: { storage: spec.resources?.requests?.storage ?? '1Gi' },
      accessModes: spec.accessModes ?? ['ReadWriteOnce'],
      volumeMode: spec.volumeMode ?? 'Filesystem',
      persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
      storageClassName: className,
      csi: { driver, volumeHandle: volumeId(random), fsType: 'ext4' },
      claimRef,
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }],
        },
      },
    },
    status: { phase: 'Available' },
  };
}

function volumeId(random: ControllerContext['random']): string {
  const digits = Array.from({ length: 16 }, () => random.integer(16).toString(16));
  return `vol-0${digits.join('')}`;
}
