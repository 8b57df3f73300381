import type { Rollout } from '../../../../src/core/rollout/rollout.ts';
import {
  A_BLOCKER,
  A_WARNING,
  aClaim,
  aFinalReport,
  aHaltedRollout,
  AN_UNKNOWN,
  anApproval,
  ann,
  aPlan,
  aReport,
  aRollout,
  bob,
  nodeName,
  results,
  T0,
} from '../a-rollout.ts';

const MINUTE = 60_000;

const problem = {
  kind: 'drain-stuck',
  objects: ['PodDisruptionBudget/shop/cart', 'Pod/shop/cart-0'],
  message: 'The drain stood still for 15 min: PodDisruptionBudget shop/cart allows no eviction.',
  fix: 'Scale shop/cart up, or relax its budget; then resume.',
  node: nodeName(2),
  at: T0 + 20 * MINUTE,
};

const running = { startedAt: T0, results: results(2), approvals: [anApproval], active: aClaim() } as const;

const A_SINGLETON = {
  id: 'singleton-service',
  severity: 'blocker',
  objects: ['Deployment/shop/pricing', 'Service/shop/pricing'],
  message:
    'Deployment/shop/pricing answers for Service/shop/pricing with a single pod: requests fail while it moves.',
  fix: 'Run a second pod: spec.replicas: 2.',
} as const;

const A_WAIVER = {
  check: 'singleton-service',
  object: 'Deployment/shop/pricing',
  reason: 'nobody buys at night',
  by: ann,
};

/** One rollout for each thing a root message can show, by the name of its golden file. */
export const ROOTS: Readonly<Record<string, Rollout>> = {
  planning: bare({ phase: 'preflight' }),
  blocked: aRollout({
    phase: 'blocked',
    preflight: aReport({
      verdict: 'blockers',
      findings: [A_BLOCKER, A_WARNING],
      unknown: [AN_UNKNOWN],
      skipped: [{ id: 'image-exists', reason: 'no AWS in this command' }],
    }),
  }),
  'awaiting-approval': aRollout({ preflight: aReport({ verdict: 'warnings', findings: [A_WARNING] }) }),
  'blocked-waivable': aRollout({
    phase: 'blocked',
    preflight: aReport({ verdict: 'blockers', findings: [A_SINGLETON] }),
  }),
  'awaiting-approval-waived': aRollout({
    waivers: [A_WAIVER],
    plan: { ...aPlan(), waivers: [A_WAIVER] },
    preflight: aReport({
      verdict: 'warnings',
      findings: [{ ...A_SINGLETON, severity: 'warning', waived: A_WAIVER }],
    }),
  }),
  'half-approved': aRollout({ approvals: [anApproval] }),
  approved: aRollout({ phase: 'approved', approvals: [anApproval] }),
  running: aRollout({
    ...running,
    phase: 'running',
    active: aClaim({
      waitingFor: 'PodDisruptionBudget shop/cart (1 eviction left)',
      blockedBy: {
        objects: ['PodDisruptionBudget/shop/cart'],
        message: 'allows 0 evictions now.',
        fix: 'Wait.',
      },
    }),
  }),
  pausing: aRollout({ ...running, phase: 'running', pauseRequested: bob }),
  holding: aRollout({
    ...running,
    phase: 'holding',
    hold: { reason: 'the API server of prod does not answer.', since: T0 + 19 * MINUTE },
  }),
  paused: aRollout({ ...running, phase: 'paused', problem }),
  verifying: aRollout({ ...running, phase: 'verifying', results: results(6) }),
  halting: aHaltedRollout({ phase: 'halting', active: aClaim() }),
  halted: aHaltedRollout(),
  aborting: aRollout({ ...running, phase: 'aborting', abortRequested: bob }),
  succeeded: aRollout({
    phase: 'succeeded',
    approvals: [anApproval],
    startedAt: T0,
    endedAt: T0 + 62 * MINUTE,
    results: results(6),
    report: aFinalReport(),
  }),
  'rolled-back': aRollout({
    phase: 'rolled-back',
    kind: 'rollback',
    undoes: 'R-AAAAA',
    startedAt: T0,
    endedAt: T0 + 30 * MINUTE,
    results: results(2),
    report: aFinalReport(),
  }),
  'rollback-incomplete': aHaltedRollout({ phase: 'rollback-incomplete', endedAt: T0 + 30 * MINUTE }),
  aborted: aRollout({
    phase: 'aborted',
    abortRequested: bob,
    startedAt: T0,
    endedAt: T0 + 25 * MINUTE,
    results: results(2),
    leftUndone: [{ what: 'capacity back to 6', state: 'done' }],
  }),
  rejected: ended('rejected', { n: 2, at: T0, kind: 'rejected', by: bob.id }),
  expired: ended('expired', { n: 2, at: T0, kind: 'expired' }),
  'stale-plan': ended('stale-plan', {
    n: 2,
    at: T0,
    kind: 'stale',
    why: 'the image of the template changed',
  }),
  cancelled: ended('cancelled', { n: 2, at: T0, kind: 'cancelled', by: ann.id }),
  refused: ended('refused', {
    n: 2,
    at: T0,
    kind: 'refused',
    why: 'Karpenter node pool general replaces these nodes.',
  }),
  'big-group': aRollout({ ...running, phase: 'running', plan: aPlan(120), results: results(43) }),
};

function ended(phase: Rollout['phase'], event: Rollout['story'][number]): Rollout {
  return aRollout({ phase, story: [{ n: 1, at: T0, kind: 'requested' }, event] });
}

function bare(over: Partial<Rollout>): Rollout {
  const { plan: _plan, planHash: _hash, preflight: _preflight, ...rest } = aRollout();
  return { ...rest, ...over };
}
