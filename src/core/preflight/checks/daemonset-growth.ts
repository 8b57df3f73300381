import { objectName } from '../../fleet/workload.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const daemonsetGrowth: PreflightCheck = {
  id: 'daemonset-growth',
  number: 67,
  title: 'A DaemonSet has not found room on every node',
  why: 'On a new node its pod comes first and takes room that the old node gave to others.',
  severities: ['warning'],
  gate: false,
  needs: ['daemonSets'],

  inspect(fleet) {
    return fleet.get('daemonSets').flatMap(({ kind, metadata, status }) => {
      const missing = (status?.desiredNumberScheduled ?? 0) - (status?.currentNumberScheduled ?? 0);
      if (missing <= 0) return [];
      const name = objectName(kind, metadata.namespace, metadata.name);
      return {
        severity: 'warning',
        objects: [name],
        message: `${name} wants ${missing} more pods than it has.`,
        fix: 'See why they do not start (kubectl describe); lower their requests or use larger nodes.',
      };
    });
  },
};
