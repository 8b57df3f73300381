import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import { whatItTouched } from '../../../src/core/replacement/stage-context.ts';
import type { StageContext } from '../../../src/core/replacement/stage-context.ts';
import { drain } from '../../../src/core/replacement/stages/draining.ts';
import { settle } from '../../../src/core/replacement/stages/settling.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';

const MINUTE = 60_000;
const STEP = 20_000;
const START = Date.parse('2026-06-01T10:00:00Z');

describe('an empty node that settles', () => {
  it('asks a person after 15 minutes when a moved pod does not come to rest (sim seed 12639358)', () => {
    const { last, at } = settleOn((now) => now, 20 * MINUTE);

    expect(at - START).toBe(15 * MINUTE + STEP);
    expect(last).toMatchObject({
      kind: 'stuck',
      problem: { kind: 'replacements-not-ready', objects: ['Deployment/shop/cart'], node: 'n1' },
    });
    expect(JSON.stringify(last)).toContain('Pod/shop/cart changes between ready and unready on n2');
  });

  it('goes on two minutes after the pod has come to rest', () => {
    const restsAt = START + 2 * MINUTE;
    const { last, at } = settleOn((now) => Math.min(now, restsAt), 20 * MINUTE);

    expect(at - restsAt).toBe(2 * MINUTE + STEP);
    expect(last).toMatchObject({
      kind: 'decided',
      decision: { kind: 'save', rollout: { active: { stage: 'judging', sightings: [] } } },
    });
  });

  it('names the node where it had held nothing of anybody, so that a person knows where to look (sim seed 3001023)', () => {
    expect(whatItTouched(aClaim({}))).toEqual(['Deployment/shop/cart']);
    expect(whatItTouched(aClaim({ workloads: [] }))).toEqual(['Node/n1']);
  });

  it('is empty from the moment when its node was gone, so that what follows has an end', () => {
    const context = contextOf(aClaim({ stage: 'draining' }), START, aPod());

    expect(drain({ ...context, work: { ...context.work, node: undefined } })).toMatchObject({
      decision: { rollout: { active: { stage: 'settling', emptySince: START } } },
    });
  });
});

/** Looks every 20 s at a pod whose Ready changed last at `changedAt(now)`, until the node need not settle any more. */
function settleOn(
  changedAt: (now: number) => number,
  forMs: number,
): { readonly last: StepAnswer; readonly at: number } {
  // It was moved, and had changed three times, before the node was empty.
  let claim = aClaim({
    stage: 'settling',
    emptySince: START,
    sightings: [{ key: 'ready:uid-shop-cart', since: START, count: 3, last: '' }],
  });
  for (let now = START; now <= START + forMs; now += STEP) {
    const lastTransitionTime = new Date(changedAt(now)).toISOString();
    const ready = { type: 'Ready', status: 'True', lastTransitionTime };
    const pod = aPod({ name: 'cart', node: 'n2', status: { phase: 'Running', conditions: [ready] } });
    const last = settle(contextOf(claim, now, pod));
    if (last.kind !== 'decided' || last.decision.kind !== 'wait') return { last, at: now };
    claim = last.decision.rollout?.active ?? claim;
  }
  throw new Error('it settles for ever');
}

function contextOf(claim: Claim, now: number, pod: Pod): StageContext {
  const work = {
    node: { metadata: { name: 'n1', uid: 'uid-n1' } },
    pods: [],
    budgets: [],
    workloads: [],
    movedPods: [pod],
    attachments: [],
    registration: 'none',
  } as const;
  const seen = { now, real: now, quietMs: 0, epoch: 1, work };
  const plan = { policy: DEFAULT_POLICY, release: { imageId: 'ami-new' } } as StageContext['plan'];
  const rollout = { id: 'R-AAAAA', active: claim, story: [] as const } as unknown as StageContext['rollout'];
  return { rollout, plan, claim, seen, work };
}

function aClaim(change: Partial<Claim>): Claim {
  return {
    node: { name: 'n1', uid: 'uid-n1', instanceId: 'i-1', zone: 'a' },
    purpose: 'replace',
    canary: true,
    stage: 'settling',
    claimedAt: START,
    wasUnschedulable: false,
    workloads: [{ ref: 'Deployment/shop/cart', desired: 2, available: 2, brokenPods: [] }],
    podsTotal: 1,
    podsLeft: 0,
    sightings: [],
    looks: { valid: 0, all: 0 },
    ...change,
  };
}
