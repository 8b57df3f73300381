import type { SectionBlock } from '@slack/types';
import { waivableFindings } from '../../../core/preflight/apply-waivers.ts';
import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { code, prose } from './inert.ts';
import { mentionOrName, mentionPerson } from './mention.ts';
import { section } from './parts.ts';
import type { ThreadLine } from './thread-line.ts';

const WAIVERS_SHOWN = 8;
const REASON_MAX = 200;

/** What people answer for in the plan that is to be approved; undefined where there is nothing. */
export function waiversSection({ plan }: Rollout): SectionBlock | undefined {
  const waivers = plan?.waivers ?? [];
  if (waivers.length === 0) return undefined;
  const lines = waivers
    .slice(0, WAIVERS_SHOWN)
    .map(
      ({ check, object, reason, by }) =>
        `• ${code(check, 60)} of ${code(object, 150)}, by ${mentionPerson(by)}: ${prose(reason, REASON_MAX)}`,
    );
  const more = waivers.length - WAIVERS_SHOWN;
  return section(
    ['*Waived, and approved with the plan:*', ...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join(
      '\n',
    ),
  );
}

/** How a blocker is answered for, with the first that can be; undefined where none can. */
export function waiveHint({ id, preflight }: Rollout): SectionBlock | undefined {
  const [first] = preflight ? waivableFindings(preflight) : [];
  if (!first) return undefined;
  const command = `/patch waive ${id} ${first.id} ${first.objects[0] ?? ''} --reason "…"`;
  return section(
    `A blocker that only its workload pays for can be waived, for this request alone: ${code(command, 400)}`,
  );
}

/** Who answers for what, and why, for the thread. */
export function waivedLine({
  by,
  check,
  object,
  reason,
}: Extract<StoryEvent, { readonly kind: 'waived' }>): ThreadLine {
  return {
    shown: `:raising_hand: ${mentionOrName(by)} *answers for* ${code(check, 60)} of ${code(object, 150)}: ${prose(reason, 600)}`,
    spoken: `${prose(check, 60)} of ${prose(object, 150)} is waived.`,
  };
}
