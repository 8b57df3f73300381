import { claimNames } from '../../scheduler/pod-claims.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { CsiDriver } from '../kinds/csi-driver.ts';
import { isFullyBound, type PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { PersistentVolume } from '../kinds/persistent-volume.ts';
import type { Pod } from '../kinds/pod.ts';

export type CsiVolume = PersistentVolume & { spec: { csi: { driver: string; volumeHandle: string } } };

/** The bound volumes of a pod that have to be attached to its node. */
export function attachableVolumes(cluster: Cluster, pod: Pod): CsiVolume[] {
  return claimNames(pod).flatMap((name) => {
    const claim = cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', pod.metadata.namespace, name);
    if (!claim || !isFullyBound(claim)) return [];
    const volume = cluster.get<PersistentVolume>('persistentvolumes', undefined, claim.spec.volumeName ?? '');
    return volume && isAttachable(cluster, volume) ? [volume] : [];
  });
}

function isAttachable(cluster: Cluster, volume: PersistentVolume): volume is CsiVolume {
  const driver = volume.spec.csi?.driver;
  if (driver === undefined) return false;
  return (
    cluster.get<CsiDriver>('csidrivers.storage.k8s.io', undefined, driver)?.spec.attachRequired !== false
  );
}

/** How a volume is named in the status of a node. */
export function uniqueVolumeName({ spec }: CsiVolume): string {
  return `kubernetes.io/csi/${spec.csi.driver}^${spec.csi.volumeHandle}`;
}
