import type { Rollout } from '../../../core/rollout/rollout.ts';
import { abortButton, RESUME } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { blockedLine } from './claim-words.ts';
import { fitMessage } from './fit-message.ts';
import { gateCharts } from './gate-charts.ts';
import { prose } from './inert.ts';
import { mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { problemLines } from './problem-lines.ts';
import { progressCounts, progressOf, progressWords } from './progress.ts';
import { planLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import type { Surroundings } from './surroundings.ts';

/** The card of a pause: what blocks, what to do, and the buttons while it can still be answered. */
export function pauseCard(rollout: Rollout, surroundings: Surroundings, live: boolean): SlackMessage {
  const { problem, active, requestedBy } = rollout;
  const { cluster, nodeGroup } = surroundings;
  const progress = progressOf(rollout);
  const blocked = active === undefined ? undefined : blockedLine(active);
  const why = problem === undefined ? 'A person is needed.' : prose(problem.message, 300);
  return fitMessage(rolloutSentence(rollout, surroundings, `PAUSED, ${progressWords(progress)}. ${why}`), [
    header(`PAUSED · ${rollout.id} · ${cluster} / ${nodeGroup}`),
    live
      ? section(`${mentionPerson(requestedBy)}: nothing is done until somebody resumes or aborts.`)
      : undefined,
    problem === undefined ? undefined : section(problemLines(problem)),
    ...gateCharts(rollout, problem?.kind === 'gate-undecided' ? [problem.message] : []),
    blocked === undefined ? undefined : section(blocked),
    live
      ? buttonRow(rollout, surroundings, [RESUME, abortButton(rollout)])
      : section(
          ":white_check_mark: *Answered.* This card can no longer be used; the rollout's root message shows what is now.",
        ),
    context(progressCounts(progress), planLine(rollout)),
  ]);
}
