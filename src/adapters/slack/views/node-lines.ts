import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { StoryEvent } from '../../../core/rollout/story-event.ts';
import { counted } from './counted.ts';
import { code, inert, prose } from './inert.ts';
import type { ThreadLine } from './thread-line.ts';
import { lasting } from './time-words.ts';

/** Above this many nodes a line each would drown the thread: one line tells of several. */
const SINGLE_LINES_MAX = 40;
const NODES_A_LINE = 5;

type Replaced = Extract<StoryEvent, { readonly kind: 'node-replaced' }>;

/** M5: one line a node, posted at its end and never edited; one for every five nodes of a big group. */
export function replacedLine(event: Replaced, { story }: Rollout): ThreadLine | undefined {
  if (event.of <= SINGLE_LINES_MAX) return { shown: nodeWords(event), spoken: nodeSentence(event) };
  if (event.index % NODES_A_LINE !== 0 && event.index !== event.of) return undefined;
  const from = event.index - ((event.index - 1) % NODES_A_LINE);
  const together = story.filter(
    (one): one is Replaced => one.kind === 'node-replaced' && one.index >= from && one.index <= event.index,
  );
  return severalWords(event, from, together.length > 0 ? together : [event]);
}

/** A skipped node always has a line of its own: it is news. */
export function skippedLine(
  event: Extract<StoryEvent, { readonly kind: 'node-skipped' }>,
  { plan }: Rollout,
): ThreadLine {
  const of = plan === undefined ? '' : `/${plan.nodes.length}`;
  return {
    shown: `:fast_forward: *${event.index}${of} skipped* ${code(event.node, 80)}: ${prose(event.why, 500)}`,
    spoken: `node ${inert(event.node, 80)} skipped: ${prose(event.why, 300)}`,
  };
}

function nodeWords(event: Replaced): string {
  const to = event.replacedBy === undefined ? '' : ` → ${code(event.replacedBy, 80)}`;
  const pods = counted(event.movedPods, 'pod');
  return `:white_check_mark: *${event.index}/${event.of} replaced* ${code(event.node, 80)}${to} (${inert(event.zone, 30)}) · ${pods} moved · ${lasting(event.seconds * 1_000)}`;
}

function nodeSentence(event: Replaced): string {
  return `node ${event.index} of ${event.of} replaced: ${inert(event.node, 80)}, ${counted(event.movedPods, 'pod')} moved.`;
}

function severalWords({ index, of }: Replaced, from: number, together: readonly Replaced[]): ThreadLine {
  const slowest = together.reduce((slow, one) => (one.seconds > slow.seconds ? one : slow));
  const pods = together.reduce((sum, { movedPods }) => sum + movedPods, 0);
  const range = from === index ? `${index}` : `${from}..${index}`;
  const slow = `slowest ${code(slowest.node, 80)} with ${lasting(slowest.seconds * 1_000)}`;
  return {
    shown: `:white_check_mark: *${range}/${of} replaced* · ${counted(together.length, 'node')} · ${counted(pods, 'pod')} moved · ${slow}`,
    spoken: `nodes ${range} of ${of} replaced.`,
  };
}
