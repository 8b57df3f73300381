import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { brakeLine } from './brake-line.ts';
import { counted } from './counted.ts';
import { firstReason } from './halt-reasons.ts';
import { prose } from './inert.ts';
import { mentionOrName } from './mention.ts';
import { nodeEventLine } from './node-event-line.ts';
import type { Surroundings } from './surroundings.ts';
import type { ThreadLine } from './thread-line.ts';
import { lasting } from './time-words.ts';
import { waivedLine } from './waiver-lines.ts';
import { blockedNotice, passedNotice, voteLine } from './vote-lines.ts';

/** Events told by a whole card or report. */
export type CardEvent = Extract<
  StoryEvent,
  { readonly kind: 'halted' | 'paused' | 'succeeded' | 'rolled-back' | 'rollback-incomplete' | 'aborted' }
>;

/** Events told by a line. */
export type LineEvent = Exclude<StoryEvent, CardEvent>;

/** The line for an event; undefined where the root message says it all. */
export function storyLine(
  event: LineEvent,
  rollout: Rollout,
  surroundings: Surroundings,
): ThreadLine | undefined {
  switch (event.kind) {
    case 'requested':
    case 'verifying':
      return undefined;
    case 'preflight-blocked':
      return line(blockedNotice(rollout), 'blocked by preflight.');
    case 'preflight-passed':
      return line(passedNotice(rollout, surroundings), 'preflight passed; it waits for approval.');
    case 'waived':
      return waivedLine(event);
    case 'voted':
      return line(voteLine(event, rollout), `approval ${event.count} of ${event.needed}.`);
    case 'rejected':
      return line(`:no_entry_sign: *Rejected* by ${mentionOrName(event.by)}`, 'rejected.');
    case 'expired':
      return line(':hourglass: *Expired* without enough approvals', 'expired.');
    case 'cancelled':
      return line(`:no_entry_sign: *Cancelled* by ${mentionOrName(event.by)}`, 'cancelled.');
    case 'stale':
      return line(
        `:arrows_counterclockwise: *The plan is stale:* ${prose(event.why, 600)}`,
        'the plan is stale.',
      );
    case 'refused':
      return line(`:no_entry: *Refused:* ${prose(event.why, 800)}`, `refused: ${prose(event.why, 300)}`);
    case 'started':
      return line(`:arrow_forward: *Started:* ${startWords(event)}`, `started: ${startWords(event)}.`);
    case 'claimed':
    case 'canary-passed':
    case 'drain-slow':
    case 'node-replaced':
    case 'node-skipped':
      return nodeEventLine(event, rollout);
    case 'held':
      return line(`:hourglass: *Holding:* ${prose(event.why, 600)}`, `holding: ${prose(event.why, 300)}`);
    case 'hold-over':
      return line(`:arrow_forward: *Going on* after ${lasting(event.seconds * 1_000)}`, 'going on.');
    case 'resumed':
      return line(`:arrow_forward: *Resumed* by ${mentionOrName(event.by)}`, 'resumed.');
    case 'halting':
      return line(haltingWords(rollout, surroundings), `halting: ${firstReason(rollout)}`);
    case 'aborting':
      return line(`:octagonal_sign: *Aborting*, asked by ${mentionOrName(event.by)}`, 'aborting.');
  }
}

function line(shown: string, spoken: string): ThreadLine {
  return { shown, spoken };
}

function startWords({ nodes, surge }: { readonly nodes: number; readonly surge: number }): string {
  return `${counted(nodes, 'node')}, one at a time, surge ${surge}`;
}

function haltingWords(rollout: Rollout, surroundings: Surroundings): string {
  return `:octagonal_sign: *Halting:* ${firstReason(rollout)}\n${brakeLine(surroundings)}`;
}
