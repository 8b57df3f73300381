import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { fingerprint } from './fingerprint.ts';
import { mentionApprovers, mentionOrName, mentionPerson } from './mention.ts';
import { reportCounts } from './report-words.ts';
import type { Surroundings } from './surroundings.ts';

/** Edits of the root notify nobody, so the people who must act are called in the thread. */
export function passedNotice(rollout: Rollout, surroundings: Surroundings): string {
  const approvers = mentionApprovers(surroundings) || 'Approvers';
  return `:ballot_box_with_ballot: *Ready for approval* (${counts(rollout)}). ${approvers}: approve or reject on the message above.`;
}

export function blockedNotice(rollout: Rollout): string {
  return `:no_entry: *Blocked by preflight* (${counts(rollout)}). ${mentionPerson(rollout.requestedBy)}: the fixes are in the message above.`;
}

/** One vote, as evidence: who, for which plan, the how many-th. */
export function voteLine(
  vote: Extract<StoryEvent, { readonly kind: 'voted' }>,
  { approvals, planHash }: Rollout,
): string {
  const approval = approvals.find(({ by }) => by.id === vote.by || by.name === vote.by);
  const who = approval === undefined ? mentionOrName(vote.by) : mentionPerson(approval.by);
  const hash = approval?.planHash ?? planHash ?? '';
  return `:ballot_box_with_ballot: ${who} *approved* plan ${fingerprint(hash)} (${vote.count} of ${vote.needed})`;
}

function counts({ preflight }: Rollout): string {
  return preflight === undefined ? 'no report' : reportCounts(preflight);
}
