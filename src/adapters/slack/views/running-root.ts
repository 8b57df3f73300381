import type { Rollout } from '../../../core/rollout/rollout.ts';
import { abortButton, DETAILS, PAUSE } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { blockedLine, claimLine } from './claim-words.ts';
import { fitMessage } from './fit-message.ts';
import { holdLine } from './hold-line.ts';
import { prose } from './inert.ts';
import { mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { progressCounts, progressLine, progressOf, progressWords, remainingWords } from './progress.ts';
import { approversLine, planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime, lasting } from './time-words.ts';

/** M4: the live picture of a rollout that goes on, or holds because a dependency is missing. */
export function runningRoot(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const { now } = surroundings;
  const progress = progressOf(rollout);
  const elapsed = rollout.startedAt === undefined ? '' : `elapsed ${lasting(now - rollout.startedAt)}`;
  const times = [remainingWords(rollout, now), elapsed].filter((words) => words !== '').join(', ');
  const blocked = rollout.active === undefined ? undefined : blockedLine(rollout.active);
  return fitMessage(rolloutSentence(rollout, surroundings, sentence(rollout, surroundings)), [
    header(rolloutTitle(rollout, surroundings)),
    section(`${progressLine(progress)} ${times}`),
    section(nowLine(rollout, now)),
    blocked === undefined ? undefined : section(blocked),
    ...notes(rollout, now).map(section),
    buttonRow(rollout, surroundings, [
      rollout.pauseRequested === undefined ? PAUSE : undefined,
      abortButton(rollout),
      DETAILS,
    ]),
    context(progressCounts(progress), `updated ${clockTime(now)}`, approversLine(rollout), planLine(rollout)),
    context(requestLine(rollout)),
  ]);
}

function sentence(rollout: Rollout, { now }: Surroundings): string {
  const left = remainingWords(rollout, now);
  const state = rollout.hold === undefined ? 'going on' : `holding: ${prose(rollout.hold.reason, 200)}`;
  return `${progressWords(progressOf(rollout))}, ${state}${left === '' ? '' : `, ${left}`}.`;
}

function nowLine({ active, results }: Rollout, now: number): string {
  if (active !== undefined) return claimLine(active, now);
  return results.length === 0
    ? '*Now* new capacity comes up before any node is touched'
    : '*Now* between two nodes: the next one starts when capacity allows';
}

function notes(rollout: Rollout, now: number): readonly string[] {
  const { pauseRequested } = rollout;
  const held = holdLine(rollout, now);
  return [
    ...(held === undefined ? [] : [held]),
    ...(pauseRequested === undefined
      ? []
      : [`:double_vertical_bar: *Pausing* after this node, asked by ${mentionPerson(pauseRequested)}`]),
  ];
}
