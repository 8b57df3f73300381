import type { Claim } from '../../../src/core/rollout/claim.ts';

/** Node n1, claimed as the first of its rollout, with nothing on it yet known. */
export function aClaim(change: Partial<Claim> = {}): Claim {
  return {
    node: { name: 'n1', uid: 'uid-n1', instanceId: 'i-1', zone: 'a' },
    purpose: 'replace',
    canary: true,
    stage: 'draining',
    claimedAt: 0,
    wasUnschedulable: false,
    workloads: [],
    podsTotal: 1,
    podsLeft: 1,
    sightings: [],
    looks: { valid: 0, all: 0 },
    ...change,
  };
}
