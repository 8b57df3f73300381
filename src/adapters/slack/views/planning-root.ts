import type { Rollout } from '../../../core/rollout/rollout.ts';
import { CANCEL } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import { inert } from './inert.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';

/** M1: posted at once, before anything was read. */
export function planningRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const by = inert(rollout.requestedBy.name, 60);
  return fitMessage(
    rolloutSentence(rollout, surroundings, `planning, asked by ${by}. Nothing has been changed.`),
    [
      header(rolloutTitle(rollout, surroundings)),
      section('*Planning:* reading nodes, pods, disruption budgets and capacity. Nothing has been changed.'),
      buttonRow(rollout, surroundings, [CANCEL]),
      context(requestLine(rollout)),
    ],
  );
}
