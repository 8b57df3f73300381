import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../../src/core/fleet/disruption-budget.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import { drain } from '../../../src/core/replacement/stages/draining.ts';
import { aBudget } from '../../fakes/builders/a-budget.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';

const SECOND = 1_000;
const TIMEOUT = DEFAULT_POLICY.drainTimeoutMs;
const NOW = Date.parse('2026-06-01T10:30:00Z');

describe('a drain that a full budget holds back', () => {
  it('is stuck when it has not moved for the drain timeout', () => {
    expect(drainAfter(TIMEOUT + SECOND)).toMatchObject({
      kind: 'stuck',
      problem: { kind: 'drain-stuck', objects: ['PodDisruptionBudget/shop/cart', 'Pod/shop/cart-0'] },
    });
  });

  it('waits on while a token that an eviction spent on nothing is about to come back', () => {
    expect(drainAfter(TIMEOUT + SECOND, 30 * SECOND)).toMatchObject({
      kind: 'decided',
      decision: { kind: 'wait' },
    });
  });

  it('does not wait for a token that should be back', () => {
    expect(drainAfter(TIMEOUT + SECOND, 121 * SECOND)).toMatchObject({ kind: 'stuck' });
  });

  it('waits so once: others who evict again and again do not keep it up', () => {
    expect(drainAfter(TIMEOUT + 121 * SECOND, 5 * SECOND)).toMatchObject({ kind: 'stuck' });
  });
});

/** `chargedMs`: how long ago an eviction charged a pod to the budget. */
function drainAfter(stillMs: number, chargedMs?: number): StepAnswer {
  const at = chargedMs === undefined ? undefined : new Date(NOW - chargedMs).toISOString();
  const annotations = { [KEYS.rollout]: 'R-AAAAA', [KEYS.wasUnschedulable]: 'false' };
  const claim = aClaim({ drainStartedAt: NOW - stillMs, progressAt: NOW - stillMs });
  const work = {
    node: { metadata: { name: 'n1', uid: 'uid-n1', annotations }, spec: { unschedulable: true } },
    pods: [aPod({ name: 'cart-0', node: 'n1' })],
    budgets: [aFullBudget(at)],
  };
  return drain(aStageContext(claim, NOW, work));
}

function aFullBudget(chargedAt: string | undefined): DisruptionBudget {
  const status = chargedAt === undefined ? {} : { disruptedPods: { 'cart-1': chargedAt } };
  return aBudget({ name: 'cart', selector: {}, expected: 1, desired: 1, status });
}
