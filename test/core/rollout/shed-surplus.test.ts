import { expect, it } from 'vitest';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import type { GroupView } from '../../../src/core/replacement/seen.ts';
import { terminate } from '../../../src/core/replacement/stages/terminating.ts';
import type { RolloutPlan } from '../../../src/core/plan/rollout-plan.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { shedSurplus } from '../../../src/core/rollout/shed-surplus.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';
import { aNode } from '../../fakes/builders/a-node.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-06-01T10:30:00Z');
const PRIOR = { desired: 2, templateId: 'lt', templateVersion: '1', suspendedProcesses: [] };

it('a description from before an instance was ended makes no other node surplus (sim seed 20005659)', () => {
  expect(shed(NOW - MINUTE + 1)).toMatchObject({ decision: { kind: 'wait', forMs: 1 } });
  expect(shed(NOW - MINUTE)).toMatchObject({ decision: { kind: 'look-closer' } });
  expect(shed(undefined)).toMatchObject({ decision: { kind: 'look-closer' } });
});

it('when capacity went with an instance is written down with the claim', () => {
  const claim = aClaim({ stage: 'terminating', terminate: { at: NOW, decrement: true } });
  const context = aStageContext(claim, NOW, {});
  const group = { group: { instances: [] }, instances: [], nodes: [] } as unknown as GroupView;
  const counted = terminate({ ...context, seen: { ...context.seen, group } });
  expect(counted).toMatchObject({ decision: { kind: 'save', rollout: { loweredAt: NOW } } });
});

/** Three patched nodes in a description, and there were two: one was taken away `loweredAt`. */
function shed(loweredAt: number | undefined): StepAnswer {
  const names = ['n1', 'n2', 'n3'];
  const view = {
    group: {
      desired: 3,
      zones: ['a'],
      suspendedProcesses: [],
      instances: names.map((name) => ({ instanceId: `i-${name}`, zone: 'a', lifecycleState: 'InService' })),
    },
    instances: names.map((name) => ({ instanceId: `i-${name}`, imageId: 'ami-new', launchedAt: 0 })),
    nodes: names.map((name) => aNode({ name })),
  } as unknown as GroupView;
  const plan = { nodes: [], alreadyPatched: [], release: { imageId: 'ami-new' } } as unknown as RolloutPlan;
  const rollout = { prior: PRIOR, ...(loweredAt === undefined ? {} : { loweredAt }) } as unknown as Rollout;
  return shedSurplus(rollout, plan, { now: NOW, real: NOW, quietMs: 0, epoch: 1, group: view });
}
