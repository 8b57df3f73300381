import type { Rollout } from '../../../core/rollout/rollout.ts';
import { CANCEL, FULL_REPORT } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { planFields } from './plan-fields.ts';
import { approversLine, planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';

/** M3 after the last vote: the checks run once more before anything is touched. */
export function approvedRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const by = approversLine(rollout) || 'approved';
  return fitMessage(
    rolloutSentence(rollout, surroundings, 'approved. The checks run once more before the start.'),
    [
      header(rolloutTitle(rollout, surroundings)),
      planFields(rollout),
      section(`*Approved:* ${by}. The checks run once more before anything is touched.`),
      buttonRow(rollout, surroundings, [rollout.preflight === undefined ? undefined : FULL_REPORT, CANCEL]),
      context(requestLine(rollout), planLine(rollout)),
    ],
  );
}
