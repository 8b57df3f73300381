import type { Phase, Rollout } from '../../../core/rollout/rollout.ts';
import { DETAILS } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { brakeLine } from './brake-line.ts';
import { fitMessage } from './fit-message.ts';
import { code } from './inert.ts';
import { listed } from './counted.ts';
import { firstReason, haltReasons } from './halt-reasons.ts';
import { mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { progressCounts, progressOf, progressWords } from './progress.ts';
import { releaseWords } from './plan-fields.ts';
import { approversLine, planLine, requestLine } from './request-line.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime, lasting } from './time-words.ts';
import { undoLines } from './undo-lines.ts';
import { verificationLines } from './verification-lines.ts';

const PATCHED_SHOWN = 20;

export type FinalPhase = Extract<Phase, 'succeeded' | 'rolled-back' | 'rollback-incomplete' | 'aborted'>;

/** M7: how a rollout that had begun has ended; the table of every node stands in the thread. */
export function finalRoot(rollout: Rollout, phase: FinalPhase, surroundings: Surroundings): SlackMessage {
  const undo = undoLines(rollout);
  const verified = rollout.report === undefined ? [] : verificationLines(rollout.report);
  return fitMessage(rolloutSentence(rollout, surroundings, sentence(rollout, phase)), [
    header(rolloutTitle(rollout, surroundings)),
    section(headline(rollout, phase)),
    phase === 'succeeded' || undo.length > 0 ? undefined : section(whatStays(rollout)),
    verified.length === 0 ? undefined : section(verified.join('\n')),
    undo.length === 0 ? undefined : section(undo.join('\n')),
    phase === 'rollback-incomplete' ? section(brakeLine(surroundings)) : undefined,
    buttonRow(rollout, surroundings, [DETAILS]),
    context(progressCounts(progressOf(rollout)), ended(rollout), approversLine(rollout), planLine(rollout)),
    context(requestLine(rollout)),
  ]);
}

function sentence(rollout: Rollout, phase: FinalPhase): string {
  const words = progressWords(progressOf(rollout));
  switch (phase) {
    case 'succeeded':
      return `finished, ${words}${took(rollout)}.`;
    case 'rolled-back':
      return `rolled back, ${words}${took(rollout)}.`;
    case 'rollback-incomplete':
      return `ROLLBACK_INCOMPLETE, ${words}. Some things must be put back by hand: the commands are listed.`;
    case 'aborted':
      return `aborted, ${words}${took(rollout)}.`;
  }
}

function headline(rollout: Rollout, phase: FinalPhase): string {
  const words = progressWords(progressOf(rollout));
  const to = rollout.plan === undefined ? '' : `; release ${releaseWords(rollout.plan)}`;
  switch (phase) {
    case 'succeeded':
      return `:white_check_mark: *Finished:* ${words}${to}${took(rollout)}.`;
    case 'rolled-back':
      return `:leftwards_arrow_with_hook: *Rolled back:* ${words}${to}${took(rollout)}.`;
    case 'rollback-incomplete':
      return `:warning: *Not everything could be put back.* ${haltReasons(rollout)}`;
    case 'aborted': {
      const by = rollout.abortRequested;
      const why = rollout.halt === undefined ? '' : ` ${firstReason(rollout)}`;
      return `:octagonal_sign: *Aborted${by === undefined ? '' : ` by ${mentionPerson(by)}`}:* ${words}.${why}`;
    }
  }
}

function whatStays({ results }: Rollout): string {
  const done = results
    .filter(({ result }) => result === 'replaced')
    .map(({ name, replacedBy }) => replacedBy ?? name);
  if (done.length === 0) return 'No node was replaced.';
  return `*Replaced and stay so* ${listed(
    done.slice(0, PATCHED_SHOWN).map((name) => code(name, 80)),
    done.length,
  )}`;
}

function took({ startedAt, endedAt }: Rollout): string {
  return startedAt === undefined || endedAt === undefined ? '' : ` in ${lasting(endedAt - startedAt)}`;
}

function ended({ endedAt }: Rollout): string {
  return endedAt === undefined ? '' : `ended ${clockTime(endedAt)}`;
}
