import { isBound } from '../../placement/storage-index.ts';
import { movingPods, podName } from '../facts/moving-pods.ts';
import { mountedClaims, NEEDS_VOLUMES, type MountedClaim } from '../facts/pod-volumes.ts';
import { NEEDS_WORKLOADS, workloadIndex } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A claim of a pod that never started may well be pending: it waits for its first consumer. */
export const pvcNotBindable: PreflightCheck = {
  id: 'pvc-not-bindable',
  number: 54,
  title: 'The claim of a running pod would not be mounted again',
  why: 'The pod works with what it has; its replacement stays Pending.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, ...NEEDS_VOLUMES],

  inspect(fleet) {
    return movingPods(fleet)
      .filter(({ status }) => status?.phase === 'Running')
      .flatMap((pod) =>
        mountedClaims(fleet, pod).flatMap((mounted) => {
          const reason = problemOf(mounted);
          if (!reason) return [];
          return {
            severity: 'warning' as const,
            objects: [
              workloadIndex(fleet).rootOf(pod).ref,
              `PersistentVolumeClaim/${mounted.key}`,
              podName(pod),
            ],
            message: `The claim ${mounted.key} of ${podName(pod)} ${reason}.`,
            fix: 'Make the claim and its volume whole again before the pod moves.',
          };
        }),
      );
  },
};

function problemOf({ claim, volume }: MountedClaim): string | undefined {
  if (!claim) return 'does not exist any more';
  if (claim.metadata.deletionTimestamp !== undefined) return 'is being deleted';
  if (claim.status?.phase === 'Lost') return 'has lost its volume';
  if (!isBound(claim)) return 'is not bound';
  return volume ? undefined : `names the volume ${claim.spec.volumeName ?? ''}, which does not exist`;
}
