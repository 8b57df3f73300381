import type { Workload } from '../../fleet/workload.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/**
 * A StatefulSet with OnDelete or a partition stands between two revisions on purpose: then it is only said which one an
 * evicted pod will get.
 */
export const rolloutInProgress: PreflightCheck = {
  id: 'rollout-in-progress',
  number: 32,
  title: 'A workload is being rolled out',
  why: 'Moving its pods now mixes two changes: what breaks could be either.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root }) => {
      if (root.kind !== 'workload') return [];
      const { workload, ref } = root;
      if (isHeldBack(workload)) {
        return {
          severity: 'warning',
          objects: [ref],
          message: `${ref} waits between two revisions on purpose: an evicted pod comes back as ${workload.status?.updateRevision ?? 'the new one'}.`,
          fix: 'Make sure that this is wanted, or finish its update first.',
        };
      }
      const reason = unfinished(workload);
      if (!reason) return [];
      return {
        severity: 'blocker',
        objects: [ref],
        message: `${ref} is being rolled out: ${reason}.`,
        fix: `Wait: kubectl -n ${workload.metadata.namespace ?? ''} rollout status ${workload.kind.toLowerCase()} ${workload.metadata.name}`,
      };
    });
  },
};

function isHeldBack({ kind, spec, status }: Workload): boolean {
  if (kind !== 'StatefulSet' || sameRevision(status)) return false;
  return spec.updateStrategy?.type === 'OnDelete' || (spec.updateStrategy?.rollingUpdate?.partition ?? 0) > 0;
}

function unfinished({ kind, metadata, spec, status }: Workload): string | undefined {
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return undefined;
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0))
    return 'its controller has not seen the last change';
  if (kind === 'StatefulSet') return sameRevision(status) ? undefined : 'its pods are of two revisions';
  const wanted = spec.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  if (updated < wanted) return `${updated} of ${wanted} pods are of the new revision`;
  return spec.paused ? 'it is paused' : undefined;
}

function sameRevision(status: Workload['status']): boolean {
  return status?.currentRevision === status?.updateRevision;
}
