import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../../src/core/fleet/disruption-budget.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import type { StageContext } from '../../../src/core/replacement/stage-context.ts';
import { drain } from '../../../src/core/replacement/stages/draining.ts';
import { aBudget } from '../../fakes/builders/a-budget.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';
import { aWorkload } from '../../fakes/builders/a-workload.ts';

const SECOND = 1_000;
const TIMEOUT = DEFAULT_POLICY.drainTimeoutMs;
const NOW = Date.parse('2026-06-01T10:30:00Z');

/** Cordoned by the rollout. */
const OUR_NODE = {
  metadata: {
    name: 'n1',
    uid: 'uid-n1',
    annotations: { [KEYS.rollout]: 'R-AAAAA', [KEYS.wasUnschedulable]: 'false' },
  },
  spec: { unschedulable: true },
};

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

describe('a drain of pods that the claim knows nothing of', () => {
  it('first writes down how their workload is: they came after the claim (sim seed 22411050)', () => {
    const workload = aWorkload({ kind: 'StatefulSet', name: 'db', replicas: 3, ready: 2 });
    const pods = [aPod({ name: 'db-0', owner: workload, labels: { app: 'db' } })];

    const answer = drainOf(pods, { strangers: { workloads: [workload], workloadPods: pods } });

    expect(answer).toMatchObject({
      kind: 'decided',
      decision: {
        kind: 'save',
        rollout: {
          active: { workloads: [{ ref: 'StatefulSet/shop/db', desired: 3, available: 2, brokenPods: [] }] },
        },
      },
    });
  });

  it('lets one at a time leave of an owner that does not say how many it needs', () => {
    const owner = {
      apiVersion: 'pg.example.com/v1',
      kind: 'Cluster',
      name: 'pg',
      uid: 'uid-pg',
      controller: true,
    };
    const [one, two] = [aPod({ name: 'pg-1', owner }), aPod({ name: 'pg-2', owner })];

    expect(evictedBy(drainOf([one, two]))).toEqual(['pg-1']);
    expect(evictedBy(drainOf([aPod({ name: 'pg-1', owner, terminating: true }), two]))).toEqual([]);
  });

  it('lets all pods of a Job leave: they are meant to come and go', () => {
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'load', uid: 'uid-load', controller: true };
    const pods = ['load-1', 'load-2'].map((name) => aPod({ name, owner }));

    expect(evictedBy(drainOf(pods))).toEqual(['load-1', 'load-2']);
  });
});

function drainOf(pods: readonly Pod[], work: Partial<StageContext['work']> = {}): StepAnswer {
  const claim = aClaim({ drainStartedAt: NOW, progressAt: NOW, podsLeft: pods.length });
  return drain(aStageContext(claim, NOW, { node: OUR_NODE, pods, ...work }));
}

function evictedBy(answer: StepAnswer): readonly string[] {
  if (answer.kind !== 'decided' || answer.decision.kind !== 'act') return [];
  return answer.decision.acts.flatMap((act) => (act.kind === 'evict' ? [act.pod.name] : []));
}

/** `chargedMs`: how long ago an eviction charged a pod to the budget. */
function drainAfter(stillMs: number, chargedMs?: number): StepAnswer {
  const at = chargedMs === undefined ? undefined : new Date(NOW - chargedMs).toISOString();
  const claim = aClaim({ drainStartedAt: NOW - stillMs, progressAt: NOW - stillMs });
  const work = {
    node: OUR_NODE,
    pods: [aPod({ name: 'cart-0', node: 'n1' })],
    budgets: [aFullBudget(at)],
  };
  return drain(aStageContext(claim, NOW, work));
}

function aFullBudget(chargedAt: string | undefined): DisruptionBudget {
  const status = chargedAt === undefined ? {} : { disruptedPods: { 'cart-1': chargedAt } };
  return aBudget({ name: 'cart', selector: {}, expected: 1, desired: 1, status });
}
