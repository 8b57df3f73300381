import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { finalThread } from './final-thread.ts';
import { fitMessage } from './fit-message.ts';
import { haltCard } from './halt-card.ts';
import type { SlackMessage } from './message.ts';
import { context, section } from './parts.ts';
import { pauseCard } from './pause-card.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import type { CardEvent, LineEvent } from './story-line.ts';
import { storyLine } from './story-line.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';

/** The thread's message for an event, or undefined where the root says it all. `broadcast`: shown in the channel too. */
export function storyMessage(
  event: StoryEvent,
  rollout: Rollout,
  surroundings: Surroundings,
): { readonly message: SlackMessage; readonly broadcast: boolean } | undefined {
  if (!isCardEvent(event)) return lineMessage(event, rollout, surroundings);
  switch (event.kind) {
    case 'halted':
      return { message: haltCard(rollout, surroundings, rollout.phase === 'halted'), broadcast: true };
    case 'paused':
      return { message: pauseCard(rollout, surroundings, rollout.phase === 'paused'), broadcast: true };
    case 'succeeded':
    case 'rolled-back':
    case 'rollback-incomplete':
    case 'aborted':
      return { message: finalThread(rollout, surroundings), broadcast: !isClean(event, rollout) };
  }
}

const CARDS: readonly StoryEvent['kind'][] = [
  'halted',
  'paused',
  'succeeded',
  'rolled-back',
  'rollback-incomplete',
  'aborted',
];

function isCardEvent(event: StoryEvent): event is CardEvent {
  return CARDS.includes(event.kind);
}

function lineMessage(
  event: LineEvent,
  rollout: Rollout,
  surroundings: Surroundings,
): { readonly message: SlackMessage; readonly broadcast: boolean } | undefined {
  const line = storyLine(event, rollout, surroundings);
  if (line === undefined) return undefined;
  const spoken = rolloutSentence(rollout, surroundings, line.spoken);
  return {
    message: fitMessage(spoken, [section(line.shown), context(clockTime(event.at))]),
    broadcast: false,
  };
}

/** Clean: it went as planned, every node was replaced, every instance runs the release, and nothing was left undone. */
function isClean({ kind }: StoryEvent, { report, results, leftUndone }: Rollout): boolean {
  if (kind !== 'succeeded' && kind !== 'rolled-back') return false;
  if (report === undefined || (leftUndone ?? []).some(({ state }) => state !== 'done')) return false;
  if (results.some(({ result }) => result === 'skipped')) return false;
  return report.templateOnRelease && report.nodes.every(({ onRelease, ready }) => onRelease && ready);
}
