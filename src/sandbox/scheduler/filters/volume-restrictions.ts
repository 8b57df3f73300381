import type { Pod, Volume } from '../../controllers/kinds/pod.ts';
import { crowdedOut, type Filter, type Prepared, type Rejection } from '../filter.ts';
import type { NodeState } from '../node-state.ts';
import { claimNames } from '../pod-claims.ts';
import type { Snapshot } from '../snapshot.ts';

/** A claim for one pod only that is in use anywhere, and the same inline disk twice on a node. */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  prepare(pod, snapshot): Prepared {
    const namespace = pod.metadata.namespace ?? '';
    const missing = claimNames(pod).find((name) => !snapshot.claim(namespace, name));
    if (missing !== undefined) {
      return { kind: 'refused', reason: `persistentvolumeclaim "${missing}" not found` };
    }
    const isTaken = exclusiveClaimInUse(pod, snapshot);
    return { kind: 'filter', test: (node) => diskConflict(pod, node) ?? (isTaken ? IN_USE : undefined) };
  },
};

const IN_USE: Rejection = crowdedOut(
  'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
);

function exclusiveClaimInUse(pod: Pod, snapshot: Snapshot): boolean {
  const namespace = pod.metadata.namespace ?? '';
  const exclusive = new Set(
    claimNames(pod).filter((name) =>
      snapshot.claim(namespace, name)?.spec.accessModes?.includes('ReadWriteOncePod'),
    ),
  );
  if (exclusive.size === 0) return false;
  return snapshot.nodes.some(({ pods }) =>
    pods.some(
      (other) =>
        other.metadata.namespace === namespace && claimNames(other).some((name) => exclusive.has(name)),
    ),
  );
}

function diskConflict(pod: Pod, { pods }: NodeState): Rejection | undefined {
  const wanted = (pod.spec.volumes ?? []).flatMap(diskOf);
  if (wanted.length === 0) return undefined;
  const present = new Set(pods.flatMap((other) => (other.spec.volumes ?? []).flatMap(diskOf)));
  return wanted.some((disk) => present.has(disk)) ? crowdedOut('node(s) had no available disk') : undefined;
}

/** An EBS volume conflicts with itself even where both only read. */
function diskOf({ awsElasticBlockStore }: Volume): string[] {
  return awsElasticBlockStore ? [awsElasticBlockStore.volumeID] : [];
}
