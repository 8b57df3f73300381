import { drainOf } from '../facts/prediction.ts';
import { NEEDS_REHEARSAL, rehearsalOf, USES_REHEARSAL } from '../facts/rehearsal.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** EKS gives all pods of a node together so long, then it fails with PodEvictionFailure. */
const WINDOW_SECONDS = 900;

export const mngDrainWindow: PreflightCheck = {
  id: 'mng-drain-window',
  number: 88,
  title: 'A node takes longer to empty than EKS waits',
  why: 'Its own update of a managed node group stops after 15 minutes a node.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_REHEARSAL, 'owner'],
  uses: USES_REHEARSAL,

  inspect(fleet, policy) {
    if (fleet.get('owner').kind !== 'managed-node-group') return [];
    return rehearsalOf(fleet, policy).rehearsal.nodes.flatMap((node) => {
      const drain = drainOf(fleet, policy, node, 'slow');
      if (drain.kind === 'ends' && drain.empty <= WINDOW_SECONDS) return [];
      return {
        severity: 'warning',
        objects: [`Node/${node.name}`],
        message:
          drain.kind === 'ends'
            ? `${node.name} may take ${Math.round(drain.empty / 60)} minutes to empty; EKS waits 15.`
            : `${node.name} will not empty: ${drain.left.length} pods are never let go.`,
        fix: 'Widen the budgets, shorten the grace, or drain the node yourself before EKS comes to it.',
      };
    });
  },
};
