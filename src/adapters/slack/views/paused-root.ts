import type { Rollout } from '../../../core/rollout/rollout.ts';
import { abortButton, DETAILS, RESUME } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { claimLine } from './claim-words.ts';
import { fitMessage } from './fit-message.ts';
import { prose } from './inert.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { problemLines } from './problem-lines.ts';
import { progressCounts, progressLine, progressOf, progressWords } from './progress.ts';
import { planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';

/** A rollout that waits for a person, with what blocks it. */
export function pausedRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const { problem, active } = rollout;
  const progress = progressOf(rollout);
  const why = problem === undefined ? 'a person is needed' : prose(problem.message, 300);
  return fitMessage(rolloutSentence(rollout, surroundings, `paused, ${progressWords(progress)}. ${why}`), [
    header(rolloutTitle(rollout, surroundings)),
    section(progressLine(progress)),
    section(
      problem === undefined
        ? '*Paused.* Nothing is done until somebody resumes or aborts.'
        : problemLines(problem),
    ),
    active === undefined ? undefined : section(claimLine(active, surroundings.now)),
    buttonRow(rollout, surroundings, [RESUME, abortButton(rollout), DETAILS]),
    context(progressCounts(progress), `updated ${clockTime(surroundings.now)}`, planLine(rollout)),
    context(requestLine(rollout)),
  ]);
}
