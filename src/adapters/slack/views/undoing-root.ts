import type { Rollout } from '../../../core/rollout/rollout.ts';
import { brakeLine } from './brake-line.ts';
import { abortButton, DETAILS } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { claimLine } from './claim-words.ts';
import { fitMessage } from './fit-message.ts';
import { haltReasons } from './halt-reasons.ts';
import { holdLine } from './hold-line.ts';
import { mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { progressCounts, progressLine, progressOf, progressWords } from './progress.ts';
import { planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';
import { undoLines } from './undo-lines.ts';

/** A halt or an abort on its way: evictions have stopped, and what was changed for the node in work is put back. */
export function undoingRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const progress = progressOf(rollout);
  const word = rollout.phase === 'aborting' ? 'aborting' : 'halting';
  const undo = undoLines(rollout);
  const { active } = rollout;
  const held = holdLine(rollout, surroundings.now);
  return fitMessage(
    rolloutSentence(rollout, surroundings, `${word}, ${progressWords(progress)}. Evictions have stopped.`),
    [
      header(rolloutTitle(rollout, surroundings)),
      section(progressLine(progress)),
      section(`${why(rollout)}\nEvictions have stopped; what was changed is being put back.`),
      active === undefined ? undefined : section(claimLine(active, surroundings.now)),
      held === undefined ? undefined : section(held),
      undo.length === 0 ? undefined : section(undo.join('\n')),
      word === 'halting' ? section(brakeLine(surroundings)) : undefined,
      buttonRow(rollout, surroundings, [word === 'halting' ? abortButton(rollout) : undefined, DETAILS]),
      context(progressCounts(progress), `updated ${clockTime(surroundings.now)}`, planLine(rollout)),
      context(requestLine(rollout)),
    ],
  );
}

function why(rollout: Rollout): string {
  if (rollout.phase === 'aborting') {
    const by = rollout.abortRequested;
    return `:octagonal_sign: *Aborting*${by === undefined ? '' : `, asked by ${mentionPerson(by)}`}.`;
  }
  return `:octagonal_sign: *Halting.* ${haltReasons(rollout)}`;
}
