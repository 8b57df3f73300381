import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const graceZero: PreflightCheck = {
  id: 'grace-zero',
  number: 22,
  title: 'A pod is killed without any grace',
  why: 'The API forgets such a pod before it has stopped; a StatefulSet then may run the same member twice.',
  severities: ['blocker', 'warning'],
  gate: false,
  waivable: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      if (!pods.some(({ spec }) => spec.terminationGracePeriodSeconds === 0)) return [];
      const stateful = root.kind === 'workload' && root.workload.kind === 'StatefulSet';
      return {
        severity: stateful ? 'blocker' : 'warning',
        objects: [root.ref],
        message: `${root.ref} has terminationGracePeriodSeconds: 0, so its pods are killed at once${stateful ? ', and a member may start while the old one still writes' : ''}.`,
        fix: 'Remove terminationGracePeriodSeconds: 0 (the default is 30).',
      };
    });
  },
};
