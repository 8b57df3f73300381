import {
  isFullyBound,
  storageClassOf,
  type PersistentVolumeClaim,
} from '../controllers/kinds/persistent-volume-claim.ts';
import { waitsForFirstConsumer } from '../controllers/kinds/storage-class.ts';
import type { Pod, Volume } from '../controllers/kinds/pod.ts';
import type { Snapshot } from './snapshot.ts';

/** The claims of a pod by what has to happen before it can run. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** To be matched or provisioned where the pod goes. */
  readonly waiting: readonly PersistentVolumeClaim[];
  /** To be bound by somebody else, whatever the pod does. */
  readonly immediate: readonly PersistentVolumeClaim[];
  /** Why the pod cannot be placed at all. */
  readonly problem: string | undefined;
}

/** The name of the claim behind a volume; that of a generic ephemeral volume is made of pod and volume. */
export function claimNameOf(volume: Volume, pod: Pod): string | undefined {
  if (volume.persistentVolumeClaim) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined;
}

export function claimNames(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => claimNameOf(volume, pod) ?? []);
}

export function claimsOf(pod: Pod, snapshot: Snapshot): PodClaims {
  const bound: PersistentVolumeClaim[] = [];
  const waiting: PersistentVolumeClaim[] = [];
  const immediate: PersistentVolumeClaim[] = [];
  for (const name of claimNames(pod)) {
    const claim = snapshot.claim(pod.metadata.namespace ?? '', name);
    const problem = claim ? problemOf(claim) : `persistentvolumeclaim "${name}" not found`;
    if (!claim || problem) return { bound, waiting, immediate, problem };
    if (isFullyBound(claim)) bound.push(claim);
    else if (isDelayed(claim, snapshot)) waiting.push(claim);
    else immediate.push(claim);
  }
  return { bound, waiting, immediate, problem: undefined };
}

function problemOf({ metadata, spec, status }: PersistentVolumeClaim): string | undefined {
  if (status?.phase === 'Lost') {
    return `persistentvolumeclaim "${metadata.name}" bound to non-existent persistentvolume "${spec.volumeName}"`;
  }
  return metadata.deletionTimestamp === undefined
    ? undefined
    : `persistentvolumeclaim "${metadata.name}" is being deleted`;
}

/** A claim that names its volume beforehand is bound at once, whatever its class says. */
function isDelayed(claim: PersistentVolumeClaim, snapshot: Snapshot): boolean {
  return !claim.spec.volumeName && waitsForFirstConsumer(snapshot.storageClass(storageClassOf(claim)));
}
