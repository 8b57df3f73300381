import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Beyond so long other hands cut a pod short: cluster-autoscaler's limit, and most of a managed group's 15 minutes. */
const LONG_SECONDS = 600;

/** drover itself waits for the whole grace. */
export const graceExceedsWindow: PreflightCheck = {
  id: 'grace-exceeds-window',
  number: 26,
  title: 'A pod may take longer to stop than others wait',
  why: 'A node with such a pod is slow to empty, and an autoscaler or a Spot interruption kills it half way.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      const longest = Math.max(...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
      if (longest <= LONG_SECONDS) return [];
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `${root.ref} may take ${Math.round(longest / 60)} minutes to stop.`,
        fix: 'Justify it, split the work, or choose a time when it has little to finish.',
      };
    });
  },
};
