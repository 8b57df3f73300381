import { describe, expect, it } from 'vitest';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import { whatItTouched } from '../../../src/core/replacement/stage-context.ts';
import { drain } from '../../../src/core/replacement/stages/draining.ts';
import { settle } from '../../../src/core/replacement/stages/settling.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';

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
    expect(whatItTouched(settlingClaim({}))).toEqual(['Deployment/shop/cart']);
    expect(whatItTouched(settlingClaim({ workloads: [] }))).toEqual(['Node/n1']);
  });

  it('is empty from the moment when its node was gone, so that what follows has an end', () => {
    const context = aStageContext(settlingClaim({ stage: 'draining' }), START, { movedPods: [aPod()] });

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
  let claim = settlingClaim({
    emptySince: START,
    sightings: [{ key: 'ready:uid-shop-cart', since: START, count: 3, last: '' }],
  });
  for (let now = START; now <= START + forMs; now += STEP) {
    const lastTransitionTime = new Date(changedAt(now)).toISOString();
    const ready = { type: 'Ready', status: 'True', lastTransitionTime };
    const pod = aPod({ name: 'cart', node: 'n2', status: { phase: 'Running', conditions: [ready] } });
    const last = settle(aStageContext(claim, now, { movedPods: [pod] }));
    if (last.kind !== 'decided' || last.decision.kind !== 'wait') return { last, at: now };
    claim = last.decision.rollout?.active ?? claim;
  }
  throw new Error('it settles for ever');
}

function settlingClaim(change: Partial<Claim>): Claim {
  const workloads = [{ ref: 'Deployment/shop/cart', desired: 2, available: 2, brokenPods: [] }];
  return aClaim({ stage: 'settling', claimedAt: START, workloads, podsLeft: 0, ...change });
}
