import { describe, expect, it } from 'vitest';
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

describe('what others asked for beside our surge', () => {
  it('stays, however often it is asked for (sim seed 31005438)', () => {
    expect(shed(undefined, { expectedDesired: 2 })).toEqual({ kind: 'done' });
    expect(shed(undefined, { expectedDesired: 3 })).toMatchObject({ decision: { kind: 'look-closer' } });
  });

  it('is not taken back by a number either where nothing was launched for it', () => {
    expect(shed(undefined, { expectedDesired: 2 }, 2)).toEqual({ kind: 'done' });
    expect(shed(undefined, { expectedDesired: 3, launchStopped: true }, 2)).toMatchObject({
      decision: { kind: 'act', acts: [{ kind: 'suspend-processes' }] },
    });
  });

  it('is told from a raise of ours whose record was lost', () => {
    expect(shed(undefined, { expectedDesired: 2, raisedAt: NOW - 2 * MINUTE })).toMatchObject({
      decision: { kind: 'save', rollout: { surgedAt: NOW - 2 * MINUTE, expectedDesired: 3 } },
    });
  });

  it('is counted from the instance that was ended before it became a node', () => {
    expect(shed(undefined, { expectedDesired: 3 }, 3, [])).toMatchObject({
      decision: {
        kind: 'act',
        acts: [{ kind: 'terminate', decrement: true }],
        thenSave: { loweredAt: NOW, expectedDesired: 2 },
      },
    });
  });
});

it('capacity that was given back by a number is nobody’s surplus from then on', () => {
  const suspended = { suspendedProcesses: ['Launch'] };
  expect(shed(undefined, { expectedDesired: 3, launchStopped: true }, 2, undefined, suspended)).toMatchObject(
    {
      decision: { acts: [{ kind: 'set-desired', desired: 2 }], thenSave: { expectedDesired: 2 } },
    },
  );
});

/** Patched nodes in a description that asks for three, and there were two: one was taken away `loweredAt`. */
function shed(
  loweredAt: number | undefined,
  known: Partial<Rollout> = {},
  instances = 3,
  nodes = ['n1', 'n2', 'n3'].slice(0, instances),
  group: { readonly suspendedProcesses?: readonly string[] } = {},
): StepAnswer {
  const names = ['n1', 'n2', 'n3'].slice(0, instances);
  const view = {
    group: {
      desired: 3,
      zones: ['a'],
      suspendedProcesses: [],
      ...group,
      instances: names.map((name) => ({ instanceId: `i-${name}`, zone: 'a', lifecycleState: 'InService' })),
    },
    instances: names.map((name) => ({ instanceId: `i-${name}`, imageId: 'ami-new', launchedAt: 0 })),
    nodes: nodes.map((name) => aNode({ name })),
  } as unknown as GroupView;
  const plan = {
    nodes: [],
    alreadyPatched: [],
    surge: 1,
    release: { imageId: 'ami-new' },
  } as unknown as RolloutPlan;
  const rollout = { prior: PRIOR, ...(loweredAt === undefined ? {} : { loweredAt }), ...known };
  return shedSurplus(rollout as unknown as Rollout, plan, {
    now: NOW,
    real: NOW,
    quietMs: 0,
    epoch: 1,
    group: view,
  });
}
