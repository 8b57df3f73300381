import { FAULT_NAMES } from '../kernel/regime.ts';
import type { Tally } from './tally.ts';

/** Where a rollout can be, as `stateOf` says it. */
const STATES = [
  'preflight',
  'blocked',
  'refused',
  'awaiting-approval',
  'rejected',
  'expired',
  'cancelled',
  'approved',
  'stale-plan',
  'running/start',
  'running/capacity',
  'running/draining',
  'running/settling',
  'running/judging-canary',
  'running/judging',
  'running/terminating',
  'running/giving-back',
  'holding',
  'paused',
  'verifying',
  'verifying/shed',
  'halting',
  'halting/shed',
  'halted',
  'aborting',
  'aborting/shed',
  'aborted',
  'succeeded',
  'rolled-back',
  'rollback-incomplete',
] as const;

/** Why it can stop or go on: `because` of the witness. */
const REASONS = [
  'verdict PASS',
  'halt person',
  'halt gate',
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
  'problem gate-undecided',
  'problem no-capacity',
  'problem node-registered-anew',
  'problem paused-by-person',
  'problem preflight',
  'problem preflight-before-node',
  'problem replacements-not-ready',
  'problem uncordoned-by-other',
  'problem unusable-nodes',
  'problem verification-failed',
  'problem volume-not-detached',
  'problem zone-without-patched-node',
] as const;

/** States in which drover works: each fault should have struck in each. */
const AT_WORK = STATES.filter((state) => /^(running|verifying|halting|aborting|holding)/.test(state));

/** How much of what can be was reached, and what never was: one line each. */
export function reachReport({ states, reasons, pairs }: Tally): readonly string[] {
  const pairNames = FAULT_NAMES.flatMap((fault) => AT_WORK.map((state) => `${fault} @ ${state}`));
  return [
    said('states', STATES, states),
    said('reasons', REASONS, reasons),
    said('faults x states at work', pairNames, pairs),
  ].flat();
}

function said(
  what: string,
  names: readonly string[],
  seen: Readonly<Record<string, number>>,
): readonly string[] {
  const never = names.filter((name) => !seen[name]);
  const line = `${what}: ${names.length - never.length} of ${names.length} reached`;
  return never.length === 0 ? [line] : [`${line}; never ${never.join(', ')}`];
}
