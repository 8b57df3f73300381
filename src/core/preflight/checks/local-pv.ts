import { movingPods, podName } from '../facts/moving-pods.ts';
import { mountedClaims, NEEDS_VOLUMES } from '../facts/pod-volumes.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Stores that replicate survive the loss of one such volume; whether this one does, only its owner knows. */
export const localPv: PreflightCheck = {
  id: 'local-pv',
  number: 47,
  title: 'A volume lives on the disk of a node that goes',
  why: 'Its data ends with the instance, and its pod can never start anywhere else.',
  severities: ['blocker'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, ...NEEDS_VOLUMES],

  inspect(fleet) {
    const affected = movingPods(fleet).filter((pod) => localVolumes(fleet, pod).length > 0);
    return byRoot(fleet, affected).map(({ root, pods }) => {
      const volumes = pods.flatMap((pod) => localVolumes(fleet, pod));
      return {
        severity: 'blocker',
        objects: [root.ref, ...volumes.map((name) => `PersistentVolume/${name}`), ...pods.map(podName)],
        message: `${root.ref} keeps data on the disk of its node: ${listOf(volumes)}.`,
        fix: 'Let the application rebuild the member elsewhere and delete its claim, or leave this node out.',
      };
    });
  },
};

function localVolumes(fleet: Fleet, pod: Pod): readonly string[] {
  return mountedClaims(fleet, pod).flatMap(({ volume }) =>
    volume?.spec.local || volume?.spec.hostPath ? [volume.metadata.name] : [],
  );
}
