import { NEEDS_REHEARSAL, rehearsalOf, USES_REHEARSAL } from '../facts/rehearsal.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const packingIsFragile: PreflightCheck = {
  id: 'packing-is-fragile',
  number: 132,
  title: 'All pods find a node only if they are packed well',
  why: 'The scheduler spreads pods and does not look ahead, so it may use up the room that a larger pod needs.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_REHEARSAL,
  uses: USES_REHEARSAL,

  inspect(fleet, policy) {
    if (!rehearsalOf(fleet, policy).fragile) return [];
    return [
      {
        severity: 'warning',
        objects: [`NodeGroup/${fleet.snapshot.nodeGroup}`],
        message:
          'There is a place for every pod, but not if the scheduler spreads them evenly, as it does by default.',
        fix: 'Raise the surge by one for the rollout.',
      },
    ];
  },
};
