import type { Rollout } from '../../../core/rollout/rollout.ts';
import { blockedRoot } from './blocked-root.ts';
import { approveButton, CANCEL, FULL_REPORT, REJECT, RERUN } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { counted } from './counted.ts';
import { fitMessage } from './fit-message.ts';
import { mentionApprovers, mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header } from './parts.ts';
import { planFields } from './plan-fields.ts';
import { reportSections } from './report-sections.ts';
import { blocksApproval, reportCounts } from './report-words.ts';
import { approversLine, planLine, requestLine, validApprovals } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime, spokenTime } from './time-words.ts';
import { waiversSection } from './waiver-lines.ts';

/** M2 and M3: the report, the votes and the buttons. With a blocker or an UNKNOWN there is no Approve, whatever the phase says. */
export function approvalRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const { preflight } = rollout;
  if (preflight === undefined || blocksApproval(preflight)) return blockedRoot(rollout, surroundings);
  return fitMessage(rolloutSentence(rollout, surroundings, sentence(rollout, reportCounts(preflight))), [
    header(rolloutTitle(rollout, surroundings)),
    planFields(rollout),
    waiversSection(rollout),
    ...reportSections(preflight),
    buttonRow(rollout, surroundings, [
      approveButton(rollout, surroundings.cluster),
      REJECT,
      FULL_REPORT,
      RERUN,
      CANCEL,
    ]),
    context(planLine(rollout), votes(rollout, surroundings), expiry(rollout)),
    context(requestLine(rollout)),
  ]);
}

function sentence(rollout: Rollout, counts: string): string {
  const missing = rollout.approvalsNeeded - validApprovals(rollout).length;
  const until = rollout.expiresAt === undefined ? '' : ` by ${spokenTime(rollout.expiresAt)}`;
  return `preflight: ${counts}. Needs ${counted(missing, 'more approval')}${until}.`;
}

function votes(rollout: Rollout, surroundings: Surroundings): string {
  const given = validApprovals(rollout).length;
  const approvers = mentionApprovers(surroundings) || 'the approvers of this cluster';
  const line = approversLine(rollout);
  const so = line === '' ? '' : `${line} · `;
  return `${so}approvals ${given} of ${rollout.approvalsNeeded} from ${approvers} (not ${mentionPerson(rollout.requestedBy)})`;
}

function expiry({ expiresAt }: Rollout): string {
  return expiresAt === undefined ? '' : `expires ${clockTime(expiresAt)}`;
}
