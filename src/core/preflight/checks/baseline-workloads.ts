import { brokenReason } from '../../health/broken-pod.ts';
import { countsOf } from '../../fleet/workload-counts.ts';
import { allRoots, movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** What is broken before is known, and not held against the rollout. */
export const baselineWorkloads: PreflightCheck = {
  id: 'baseline-workloads',
  number: 114,
  title: 'A workload is short of pods already',
  why: 'It has less to lose than it should have, and nobody can tell later what the rollout did to it.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root }) => {
      const counts = root.kind === 'workload' ? countsOf(root.workload) : undefined;
      if (!counts || counts.available >= counts.desired) return [];
      const broken = (allRoots(fleet).get(root.ref) ?? []).flatMap((pod) => {
        const reason = brokenReason(pod);
        return reason ? [`${pod.metadata.name} (${reason})`] : [];
      });
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `${root.ref} has ${counts.available} of ${counts.desired} pods available${broken.length > 0 ? `: ${broken.join(', ')}` : ''}.`,
        fix: 'Repair it first, or accept that it stays as it is.',
      };
    });
  },
};
