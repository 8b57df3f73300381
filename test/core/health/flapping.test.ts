import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { judgeFacts } from '../../../src/core/health/judge-facts.ts';
import type { NodeWork } from '../../../src/core/replacement/seen.ts';
import type { Claim, Sighting } from '../../../src/core/rollout/claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';

const START = Date.parse('2026-06-01T10:00:00Z');
const LOOK_MS = 20_000;

describe('a moved pod that changes between ready and unready', () => {
  it('keeps the window open from its third change on, and halts at its sixth', () => {
    expect(verdicts('judging', 7)).toEqual([
      'PASS',
      'PASS',
      'PASS',
      'EXTEND',
      'EXTEND',
      'EXTEND',
      'HALT',
      'HALT',
    ]);
  });

  it('only holds the node while that settles: a person is asked then', () => {
    expect(new Set(verdicts('settling', 10))).toEqual(new Set(['PASS', 'EXTEND']));
  });
});

/** What each of the looks said; the pod changed before each but the first. */
function verdicts(stage: Claim['stage'], changes: number): readonly string[] {
  let sightings: readonly Sighting[] = [];
  return Array.from({ length: changes + 1 }, (_, index) => {
    const now = START + index * LOOK_MS;
    const facts = { claim: aClaim(stage, sightings), work: aWork(changedAt(now)), group: undefined, now };
    const judgement = judgeFacts({ ...facts, imageId: 'ami-new', draining: false });
    ({ sightings } = judgement);
    return judgement.verdict;
  });
}

function changedAt(now: number): Pod {
  const lastTransitionTime = new Date(now).toISOString();
  return aPod({
    name: 'cart',
    node: 'n2',
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
  });
}

function aWork(pod: Pod): NodeWork {
  return {
    node: undefined,
    pods: [],
    budgets: [],
    workloads: [],
    movedPods: [pod],
    attachments: [],
    registration: 'none',
  };
}

function aClaim(stage: Claim['stage'], sightings: readonly Sighting[]): Claim {
  return {
    node: { name: 'n1', uid: 'uid-n1', instanceId: 'i-1', zone: 'a' },
    purpose: 'replace',
    canary: true,
    stage,
    claimedAt: START,
    wasUnschedulable: false,
    workloads: [{ ref: 'Deployment/shop/cart', desired: 2, available: 2, brokenPods: [] }],
    podsTotal: 1,
    podsLeft: 0,
    sightings,
    looks: { valid: 0, all: 0 },
  };
}
