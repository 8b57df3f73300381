import type { Verdict } from '../../../src/core/health/verdict.ts';
import type { ClaimStage } from '../../../src/core/rollout/claim.ts';
import type { Phase } from '../../../src/core/rollout/rollout.ts';
import { FAULT_NAMES } from '../kernel/regime.ts';

/**
 * Where a rollout can be, as `stateOf` says it: each phase, and within it what is being done. The compiler asks for every
 * phase. The brake freezes a rollout that is taking a surplus node away where it stands: so it is halted, and goes on from there.
 */
const STATES_OF: Readonly<Record<Phase, readonly string[]>> = {
  preflight: ['preflight'],
  blocked: ['blocked'],
  refused: ['refused'],
  'awaiting-approval': ['awaiting-approval'],
  rejected: ['rejected'],
  expired: ['expired'],
  cancelled: ['cancelled'],
  approved: ['approved', 'approved/shed'],
  'stale-plan': ['stale-plan'],
  running: [
    'running/start',
    'running/capacity',
    ...stages(),
    'running/judging-canary',
    'running/giving-back',
    'running/shed',
  ],
  holding: ['holding'],
  paused: ['paused', 'paused/shed'],
  verifying: ['verifying', 'verifying/shed'],
  halting: ['halting', 'halting/shed'],
  halted: ['halted', 'halted/shed'],
  aborting: ['aborting', 'aborting/shed'],
  aborted: ['aborted'],
  succeeded: ['succeeded'],
  'rolled-back': ['rolled-back'],
  'rollback-incomplete': ['rollback-incomplete'],
};

export const STATES = Object.values(STATES_OF).flat();

/** How each verdict of the health gate shows in what the engine writes down. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  PASS: 'verdict PASS',
  HALT: 'halt gate',
  PAUSE: 'problem gate-undecided',
  EXTEND: 'verdict not yet',
  UNKNOWN: 'verdict not yet',
};

/** Why it can stop or go on: `because` of the witness. */
export const REASONS = [
  ...new Set(Object.values(VERDICTS)),
  'halt brake',
  'halt wrong-image',
  'halt node-never-joins',
  'node replaced',
  'node skipped: its instance is gone already',
  'node skipped: it already runs the release',
  'node skipped: another node has taken its name',
  'node skipped: somebody else has cordoned it',
  'problem bare-pod',
  'problem denied',
  'problem dependency-down',
  'problem drain-stuck',
  'problem drift-capacity',
  'problem drift-template',
  'problem forbidden',
  'problem metrics-unavailable',
  'problem no-capacity',
  'problem max-size',
  'problem no-launch-template',
  'problem node-registered-anew',
  'problem not-deregistered',
  'problem paused-by-person',
  'problem preflight',
  'problem preflight-before-node',
  'problem promise-broken',
  'problem replacements-not-ready',
  'problem uncordoned-by-other',
  'problem unusable-nodes',
  'problem verification-failed',
  'problem volume-not-detached',
  'problem zone-without-patched-node',
];

/** States in which drover works: each fault should have struck in each. */
const AT_WORK = STATES.filter((state) => /^(running|verifying|halting|aborting|holding)/.test(state));

/** `pause @ running/draining`. */
export const PAIRS = FAULT_NAMES.flatMap((fault) => AT_WORK.map((state) => `${fault} @ ${state}`));

export function isAtWork(pair: string): boolean {
  return AT_WORK.includes(pair.split(' @ ')[1] ?? '');
}

function stages(): readonly string[] {
  const all: Readonly<Record<ClaimStage, string>> = {
    draining: 'running/draining',
    settling: 'running/settling',
    judging: 'running/judging',
    terminating: 'running/terminating',
  };
  return Object.values(all);
}
