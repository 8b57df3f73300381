import type { Rollout } from '../../../core/rollout/rollout.ts';
import { CANCEL, FULL_REPORT, RERUN } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { planFields } from './plan-fields.ts';
import { reportSections } from './report-sections.ts';
import { reportCounts } from './report-words.ts';
import { planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { waiveHint } from './waiver-lines.ts';

/** M2 that cannot be approved: every blocker with its fix. */
export function blockedRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const { preflight } = rollout;
  const counts = preflight === undefined ? 'no report' : reportCounts(preflight);
  const sentence = `blocked by preflight (${counts}). Nothing has been changed. Fix what is listed, then re-run the checks.`;
  return fitMessage(rolloutSentence(rollout, surroundings, sentence), [
    header(rolloutTitle(rollout, surroundings)),
    planFields(rollout),
    ...(preflight === undefined ? [section('There is no preflight report yet.')] : reportSections(preflight)),
    section('*It cannot be approved.* Fix what is listed above, then re-run the checks.'),
    waiveHint(rollout),
    buttonRow(rollout, surroundings, [RERUN, preflight === undefined ? undefined : FULL_REPORT, CANCEL]),
    context(requestLine(rollout), planLine(rollout)),
  ]);
}
