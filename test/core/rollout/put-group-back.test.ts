import { describe, expect, it } from 'vitest';
import type { StepAnswer } from '../../../src/core/replacement/decision.ts';
import type { Seen } from '../../../src/core/replacement/seen.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import type { RolloutPlan } from '../../../src/core/plan/rollout-plan.ts';
import { resumeProcesses, untagGroup } from '../../../src/core/rollout/put-group-back.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-06-01T10:30:00Z');
const PLAN = { groupName: 'workers' } as RolloutPlan;

describe.each([
  ['processes that drover stopped', resumeProcesses, { suspendedProcesses: ['AZRebalance'] }],
  ['tags that drover set', untagGroup, { tags: { [KEYS.rollout]: 'R-AAAAA' } }],
] as const)('%s', (_what, putBack, changed) => {
  it('are put back although the description of the first minute does not show them', () => {
    expect(answer({ groupChangedAt: NOW - MINUTE })).toMatchObject(ACT);
    expect(answer({})).toMatchObject(ACT);
  });

  it('are not put back a second time when the process died before it was recorded', () => {
    expect(answer({ groupChangedAt: NOW - MINUTE - 1 })).toEqual({ kind: 'done' });
  });

  it('are put back whenever they are shown', () => {
    expect(answer({ groupChangedAt: NOW - 60 * MINUTE }, changed)).toMatchObject(ACT);
    expect(answer({ putBack: ['processes', 'tags'] }, changed)).toMatchObject(ACT);
  });

  function answer(rollout: Partial<Rollout>, group: object = {}): StepAnswer {
    const prior = { suspendedProcesses: [] };
    const shown = { suspendedProcesses: [], tags: {}, ...group };
    const seen = { now: NOW, quietMs: 0, group: { group: shown } } as unknown as Seen;
    return putBack({ phase: 'aborting', prior, ...rollout } as unknown as Rollout, PLAN, seen);
  }
});

const ACT = { kind: 'decided', decision: { kind: 'act' } };
