import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { code, prose } from './inert.ts';
import { replacedLine, skippedLine } from './node-lines.ts';
import type { ThreadLine } from './thread-line.ts';

export type NodeEvent = Extract<
  StoryEvent,
  { readonly kind: 'claimed' | 'drain-slow' | 'node-replaced' | 'node-skipped' | 'canary-passed' }
>;

/** The line for something that happened to one node. */
export function nodeEventLine(event: NodeEvent, rollout: Rollout): ThreadLine | undefined {
  switch (event.kind) {
    case 'claimed':
      return event.canary ? canaryLine(event.node) : undefined;
    case 'canary-passed':
      return {
        shown: `:white_check_mark: *First node passed:* what left ${code(event.node, 80)} is healthy; the other nodes follow`,
        spoken: 'the first node passed.',
      };
    case 'drain-slow':
      return {
        shown: `:hourglass: *Slow:* the drain of ${code(event.node, 80)} waits for ${prose(event.waitingFor, 600)}`,
        spoken: `a drain is slow: it waits for ${prose(event.waitingFor, 300)}`,
      };
    case 'node-replaced':
      return replacedLine(event, rollout);
    case 'node-skipped':
      return skippedLine(event, rollout);
  }
}

function canaryLine(node: string): ThreadLine {
  return {
    shown: `:mag: *First node:* ${code(node, 80)} is in work; its old instance is kept until the new one has passed`,
    spoken: 'the first node is in work.',
  };
}
