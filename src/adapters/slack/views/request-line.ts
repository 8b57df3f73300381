import type { Rollout } from '../../../core/rollout/rollout.ts';
import { fingerprint } from './fingerprint.ts';
import { prose } from './inert.ts';
import { mentionPerson } from './mention.ts';

/** Who asked, and why. */
export function requestLine({ requestedBy, reason }: Rollout): string {
  return `asked by ${mentionPerson(requestedBy)}${reason === undefined ? '' : ` · reason: ${prose(reason, 300)}`}`;
}

/** `approved by @bob, @cat`; empty before the first vote. Votes for another plan count for nothing and are not shown. */
export function approversLine(rollout: Rollout): string {
  const votes = validApprovals(rollout);
  return votes.length === 0 ? '' : `approved by ${votes.map(({ by }) => mentionPerson(by)).join(', ')}`;
}

export function validApprovals({ approvals, planHash }: Rollout): Rollout['approvals'] {
  return approvals.filter((approval) => approval.planHash === planHash);
}

export function planLine({ planHash }: Rollout): string {
  return planHash === undefined ? '' : `plan ${fingerprint(planHash)}`;
}
