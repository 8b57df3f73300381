import type { Rollout } from '../../../core/rollout/rollout.ts';
import { abortButton, DETAILS } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import { holdLine } from './hold-line.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { progressCounts, progressLine, progressOf, progressWords } from './progress.ts';
import { approversLine, planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';

/** After the last node: what every instance really runs is being read. */
export function verifyingRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const progress = progressOf(rollout);
  const held = holdLine(rollout, surroundings.now);
  const sentence = `${progressWords(progress)}, verifying the image and kubelet of every node.`;
  return fitMessage(rolloutSentence(rollout, surroundings, sentence), [
    header(rolloutTitle(rollout, surroundings)),
    section(progressLine(progress)),
    section(
      '*Verifying* the image of every instance, the kubelet of every node, and the template of the group.',
    ),
    held === undefined ? undefined : section(held),
    buttonRow(rollout, surroundings, [abortButton(rollout), DETAILS]),
    context(
      progressCounts(progress),
      `updated ${clockTime(surroundings.now)}`,
      approversLine(rollout),
      planLine(rollout),
    ),
    context(requestLine(rollout)),
  ]);
}
