import { isCritical } from '../../plan/node-risk.ts';
import { movingPods, podName } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const criticalPriorityNonds: PreflightCheck = {
  id: 'critical-priority-nonds',
  number: 44,
  title: 'Pods that the cluster leans on will move',
  why: 'Their nodes stand in the middle of the order, and they are evicted last of their node.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const critical = movingPods(fleet).filter(
      (pod) => isCritical(pod) && (pod.spec.priorityClassName ?? '').startsWith('system-'),
    );
    if (critical.length === 0) return [];
    const refs = byRoot(fleet, critical).map(({ root }) => root.ref);
    return [
      {
        severity: 'info',
        objects: [...refs, ...critical.map(podName)],
        message: `${listOf(refs)} will move.`,
        fix: 'Nothing has to be done.',
      },
    ];
  },
};
