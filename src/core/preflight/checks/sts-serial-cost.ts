import { countsOf } from '../../fleet/workload-counts.ts';
import { expectedExitSeconds } from '../../drain/termination-facts.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Shorter gaps are not worth a line. */
const GAP_MIN_SECONDS = 60;

export const stsSerialCost: PreflightCheck = {
  id: 'sts-serial-cost',
  number: 55,
  title: 'A StatefulSet is short of a member while each one moves',
  why: 'The next member is made only when the old one is gone: exit, detach, attach and start add up.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      const [pod] = pods;
      if (!pod || root.kind !== 'workload' || root.workload.kind !== 'StatefulSet') return [];
      const gap = expectedExitSeconds(pod.spec);
      if (gap < GAP_MIN_SECONDS) return [];
      return {
        severity: 'info',
        objects: [root.ref],
        message: `${root.ref} (${countsOf(root.workload)?.desired ?? 1} members) takes some ${gap} s to stop each of the ${pods.length} members here, before the next can start.`,
        fix: 'Nothing has to be done; a shorter preStop hook or a pre-pulled image helps.',
      };
    });
  },
};
