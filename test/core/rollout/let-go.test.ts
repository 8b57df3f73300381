import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import type { Decision, StepAnswer } from '../../../src/core/replacement/decision.ts';
import type { GroupView } from '../../../src/core/replacement/seen.ts';
import type { StageContext } from '../../../src/core/replacement/stage-context.ts';
import { decideRestore } from '../../../src/core/rollout/decide-restore.ts';
import { returnNode } from '../../../src/core/rollout/decide-running.ts';
import type { Halt } from '../../../src/core/rollout/rollout.ts';
import { shedSurplus } from '../../../src/core/rollout/shed-surplus.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';

const NOW = Date.parse('2026-06-01T10:30:00Z');
const STILL_MS = 20_000;

it('a surplus node that is given up stays named in the slot while an eviction may still land (sim seed 20002430)', () => {
  expect(giveUp(STILL_MS)).toMatchObject({ kind: 'decided', decision: { kind: 'wait', forMs: STILL_MS } });
  const { decision } = giveUp(0) as Extract<StepAnswer, { kind: 'decided' }>;
  expect(decision).toMatchObject({ kind: 'save', rollout: { leftUndone: [{ state: 'not-possible' }] } });
  expect((decision as Extract<typeof decision, { kind: 'save' }>).rollout.active).toBeUndefined();
});

it('so does a node in work whose instance others have ended', () => {
  expect(letGo(STILL_MS)).toMatchObject({ kind: 'decided', decision: { kind: 'wait', forMs: STILL_MS } });
  expect(letGo(0)).toEqual({ kind: 'done' });
});

it('a surplus node whose instance Auto Scaling will not end is told and given back, not tried for ever', () => {
  expect(endFor(DEFAULT_POLICY.capacityTimeoutMs)).toMatchObject({ decision: { kind: 'act' } });
  const detail = expect.stringContaining('minimum size') as string;
  expect(endFor(DEFAULT_POLICY.capacityTimeoutMs + 1)).toMatchObject({
    decision: { kind: 'save', rollout: { leftUndone: [{ detail }] } },
  });
});

it('nor is it let go while the last call for its end may still land (sim seed 222724968)', () => {
  const tried = DEFAULT_POLICY.capacityTimeoutMs + 1;
  expect(endFor(tried, STILL_MS)).toMatchObject({ decision: { kind: 'wait', forMs: STILL_MS } });
});

it('the brake stops the taking away of a surplus node: it is opened again, and nothing is in work (sim seed 30000839)', () => {
  const annotations = { [KEYS.rollout]: 'R-AAAAA', [KEYS.wasUnschedulable]: 'false' };
  const node = { metadata: { name: 'n1', uid: 'uid-n1', annotations }, spec: { unschedulable: true } };
  expect(brake({ node })).toMatchObject({ kind: 'act', acts: [{ kind: 'edit-node' }] });
  const saved = brake({ node: { metadata: { name: 'n1', uid: 'uid-n1' }, spec: {} } }) as Extract<
    Decision,
    { kind: 'save' }
  >;
  expect(saved.kind).toBe('save');
  expect(saved.rollout.active).toBeUndefined();
});

function brake(work: object): Decision {
  const claim = aClaim({ purpose: 'shed', stage: 'settling', drainStartedAt: NOW - 1_000 });
  const { rollout, plan, seen } = aStageContext(claim, NOW, work);
  const halt: Halt = { id: 'H1', cause: 'brake', reasons: [], at: NOW, undo: [] };
  return decideRestore({ ...rollout, prior: PRIOR, phase: 'halting', halt }, plan, {
    ...seen,
    group: IN_SERVICE,
  });
}

/** For so long it has been tried. */
function endFor(triedMs: number, quietMs = 0): StepAnswer {
  const claim = aClaim({
    purpose: 'shed',
    stage: 'terminating',
    terminate: { at: NOW - triedMs, decrement: true },
  });
  const annotations = { [KEYS.rollout]: 'R-AAAAA', [KEYS.wasUnschedulable]: 'false' };
  const node = { metadata: { name: 'n1', uid: 'uid-n1', annotations }, spec: { unschedulable: true } };
  const { rollout, plan, seen } = aStageContext(claim, NOW, { node });
  return shedSurplus({ ...rollout, prior: PRIOR }, plan, { ...seen, quietMs, group: IN_SERVICE });
}

/** Somebody has opened the node while it was being drained. */
function giveUp(quietMs: number): StepAnswer {
  const { rollout, plan, seen } = context('shed');
  return shedSurplus({ ...rollout, prior: PRIOR }, plan, { ...seen, quietMs });
}

function letGo(quietMs: number): StepAnswer {
  const { rollout, plan, seen } = context('replace');
  return returnNode(rollout, plan, { ...seen, quietMs, group: LEAVING });
}

const PRIOR = { desired: 1, templateId: 'lt', templateVersion: '1', suspendedProcesses: [] };
const LEAVING = aGroup('Terminating');
const IN_SERVICE = aGroup('InService');

function aGroup(lifecycleState: string): GroupView {
  const group = { instances: [{ instanceId: 'i-1', lifecycleState }] };
  return { group, instances: [], nodes: [] } as unknown as GroupView;
}

function context(purpose: 'shed' | 'replace'): StageContext {
  return aStageContext(aClaim({ purpose, drainStartedAt: NOW - 1_000 }), NOW, {});
}
