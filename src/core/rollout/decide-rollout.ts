import type { Decision } from '../replacement/decision.ts';
import type { Seen } from '../replacement/seen.ts';
import { afterHold } from './after-hold.ts';
import { decideRestore } from './decide-restore.ts';
import { decideRunning } from './decide-running.ts';
import { transition } from './machine.ts';
import { noteLostCordons } from './note-lost-cordons.ts';
import { PREFLIGHT_MAX_MS } from './preflight-max.ts';
import type { RolloutEvent } from './rollout-event.ts';
import type { Rollout } from './rollout.ts';

/** The heart: what one fresh look at the world calls for. A function of state and facts alone. */
export function decideRollout(rollout: Rollout, seen: Seen): Decision {
  const { plan } = rollout;
  const noted = noteLostCordons(rollout, seen);
  if (noted) return { kind: 'save', rollout: noted };
  switch (rollout.phase) {
    case 'approved':
      return { kind: 'recheck' };
    case 'running':
    case 'holding':
      return plan ? afterHold(rollout, seen, (now) => decideRunning(now, plan, seen)) : { kind: 'idle' };
    case 'verifying':
    case 'halting':
    case 'aborting':
      return plan ? afterHold(rollout, seen, (now) => decideRestore(now, plan, seen)) : { kind: 'idle' };
    case 'blocked':
    case 'awaiting-approval':
      return expiry(rollout, seen);
    case 'preflight':
      return abandoned(rollout, seen);
    case 'paused':
    case 'halted':
    case 'succeeded':
    case 'rolled-back':
    case 'rollback-incomplete':
    case 'aborted':
    case 'rejected':
    case 'expired':
    case 'stale-plan':
    case 'cancelled':
    case 'refused':
      return { kind: 'idle' };
  }
}

function react(rollout: Rollout, event: RolloutEvent): Decision {
  const result = transition(rollout, event);
  return result.ok ? { kind: 'save', rollout: result.rollout } : { kind: 'idle' };
}

/** Requests expire in real time: nobody should approve tonight what was asked this morning. */
function expiry(rollout: Rollout, seen: Seen): Decision {
  if (rollout.expiresAt === undefined) return { kind: 'idle' };
  const leftMs = rollout.expiresAt - seen.real;
  if (leftMs <= 0) return react(rollout, { type: 'expired', at: seen.now, real: seen.real });
  return { kind: 'idle' };
}

/** Its engine has died over a preflight: that is no pass, and is shown as UNKNOWN, to be run again. */
function abandoned(rollout: Rollout, { now, real }: Seen): Decision {
  if (real - rollout.requestedAt < PREFLIGHT_MAX_MS) return { kind: 'idle' };
  const reason = 'the preflight was begun and never ended';
  const unknown = [{ id: 'cluster-unreadable', reason, objects: [] }];
  const report = {
    verdict: 'unknown',
    findings: [],
    unknown,
    skipped: [],
    passed: [],
    prediction: null,
  } as const;
  return react(rollout, { type: 'preflight-blocked', report, at: now, real });
}
