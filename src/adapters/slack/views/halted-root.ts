import type { Rollout } from '../../../core/rollout/rollout.ts';
import { brakeLine } from './brake-line.ts';
import { DETAILS } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import { firstReason, haltReasons } from './halt-reasons.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { progressCounts, progressLine, progressOf } from './progress.ts';
import { planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';
import { undoLines } from './undo-lines.ts';

/** The root of a halted rollout. It has no decision buttons: these stand on the one live halt card. */
export function haltedRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const progress = progressOf(rollout);
  const rest = `${progress.done} of ${progress.total} nodes done`;
  const undo = undoLines(rollout);
  return fitMessage(
    rolloutSentence(rollout, surroundings, `HALTED, ${rest}. ${firstReason(rollout)} Needs a decision.`),
    [
      header(rolloutTitle(rollout, surroundings)),
      section(progressLine(progress)),
      section(`:octagonal_sign: *Halted.* ${haltReasons(rollout)}`),
      undo.length === 0 ? undefined : section(undo.join('\n')),
      section(`Decide on the card ${rollout.halt?.id ?? ''} in the thread.\n${brakeLine(surroundings)}`),
      buttonRow(rollout, surroundings, [DETAILS]),
      context(progressCounts(progress), `updated ${clockTime(surroundings.now)}`, planLine(rollout)),
      context(requestLine(rollout)),
    ],
  );
}
