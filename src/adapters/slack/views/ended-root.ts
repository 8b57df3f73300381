import type { Phase, Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { FULL_REPORT } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { fitMessage } from './fit-message.ts';
import { prose } from './inert.ts';
import { mentionOrName } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, header, section } from './parts.ts';
import { planFields } from './plan-fields.ts';
import { planLine, requestLine, validApprovals } from './request-line.ts';
import { reportSections } from './report-sections.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';

export type EndedPhase = Extract<Phase, 'rejected' | 'expired' | 'stale-plan' | 'cancelled' | 'refused'>;

/** A request that ended before anything was touched. */
export function endedRoot(rollout: Rollout, phase: EndedPhase, surroundings: Surroundings): SlackMessage {
  const { spoken, shown } = ending(rollout, phase);
  const { preflight } = rollout;
  return fitMessage(rolloutSentence(rollout, surroundings, `${spoken} Nothing has been changed.`), [
    header(rolloutTitle(rollout, surroundings)),
    section(`${shown} Nothing has been changed.`),
    planFields(rollout),
    ...(preflight === undefined ? [] : reportSections(preflight)),
    buttonRow(rollout, surroundings, [preflight === undefined ? undefined : FULL_REPORT]),
    context(requestLine(rollout), planLine(rollout)),
  ]);
}

function ending(rollout: Rollout, phase: EndedPhase): { readonly spoken: string; readonly shown: string } {
  switch (phase) {
    case 'rejected':
      return byPerson('rejected', last(rollout, 'rejected')?.by);
    case 'cancelled':
      return byPerson('cancelled', last(rollout, 'cancelled')?.by);
    case 'expired': {
      const words = `with ${validApprovals(rollout).length} of ${rollout.approvalsNeeded} approvals. Ask again with /patch.`;
      return { spoken: `expired ${words}`, shown: `:hourglass: *Expired* ${words}` };
    }
    case 'stale-plan': {
      const why = sentence(last(rollout, 'stale')?.why ?? 'what was approved is not what is there now');
      return {
        spoken: `the plan is stale: ${why} A new approval is needed.`,
        shown: `:arrows_counterclockwise: *The plan is stale:* ${why} Ask again with /patch for a new approval.`,
      };
    }
    case 'refused': {
      const why = sentence(
        last(rollout, 'refused')?.why ?? rollout.problem?.message ?? 'no reason was given',
      );
      const fix = rollout.problem === undefined ? '' : ` *What to do* ${prose(rollout.problem.fix, 600)}`;
      return { spoken: `refused: ${why}`, shown: `:no_entry: *Refused:* ${why}${fix}` };
    }
  }
}

function byPerson(word: string, by: string | undefined): { readonly spoken: string; readonly shown: string } {
  const title = word.charAt(0).toUpperCase() + word.slice(1);
  return {
    spoken: `${word}.`,
    shown: by === undefined ? `*${title}.*` : `:no_entry_sign: *${title}* by ${mentionOrName(by)}.`,
  };
}

function sentence(text: string): string {
  const safe = prose(text, 600);
  return /[.!?…]$/u.test(safe) ? safe : `${safe}.`;
}

function last<K extends StoryEvent['kind']>(
  { story }: Rollout,
  kind: K,
): Extract<StoryEvent, { readonly kind: K }> | undefined {
  return story.findLast((event): event is Extract<StoryEvent, { readonly kind: K }> => event.kind === kind);
}
