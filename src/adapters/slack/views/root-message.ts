import type { Rollout } from '../../../core/rollout/rollout.ts';
import { approvalRoot } from './approval-root.ts';
import { approvedRoot } from './approved-root.ts';
import { blockedRoot } from './blocked-root.ts';
import { endedRoot } from './ended-root.ts';
import { finalRoot } from './final-root.ts';
import { haltedRoot } from './halted-root.ts';
import type { SlackMessage } from './message.ts';
import { pausedRoot } from './paused-root.ts';
import { planningRoot } from './planning-root.ts';
import { runningRoot } from './running-root.ts';
import type { Surroundings } from './surroundings.ts';
import { undoingRoot } from './undoing-root.ts';
import { verifyingRoot } from './verifying-root.ts';

/** The state of a rollout now, in its one root message. */
export function rootMessage(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  switch (rollout.phase) {
    case 'preflight':
      return planningRoot(rollout, surroundings);
    case 'blocked':
      return blockedRoot(rollout, surroundings);
    case 'awaiting-approval':
      return approvalRoot(rollout, surroundings);
    case 'approved':
      return approvedRoot(rollout, surroundings);
    case 'running':
    case 'holding':
      return runningRoot(rollout, surroundings);
    case 'paused':
      return pausedRoot(rollout, surroundings);
    case 'verifying':
      return verifyingRoot(rollout, surroundings);
    case 'halting':
    case 'aborting':
      return undoingRoot(rollout, surroundings);
    case 'halted':
      return haltedRoot(rollout, surroundings);
    case 'succeeded':
    case 'rolled-back':
    case 'rollback-incomplete':
    case 'aborted':
      return finalRoot(rollout, rollout.phase, surroundings);
    case 'rejected':
    case 'expired':
    case 'stale-plan':
    case 'cancelled':
    case 'refused':
      return endedRoot(rollout, rollout.phase, surroundings);
  }
}
