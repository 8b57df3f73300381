import { messages } from '../slack/hands/messages.ts';
import type { ShownMessage } from '../slack/hands/messages.ts';
import { ephemerals } from '../slack/hands/ephemerals.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { World } from '../world.ts';

/** What was said in the channel of the rollouts, oldest first. */
export function said({ slack }: World): readonly ShownMessage[] {
  return messages(slack, { channel: PLACE.channel }) ?? [];
}

/** The newest root message of the app: it shows the state of the rollout. */
function rootOf(world: World): ShownMessage | undefined {
  const { bot } = world.slack.workspace;
  return said(world).findLast(
    ({ user, threadTs, ts }) => user === bot.id && (threadTs === undefined || threadTs === ts),
  );
}

/** The phase that the root message shows, as a person reads it off the header: `RUNNING`, `HALTED` … */
export function shownPhase(world: World): string | undefined {
  const header = rootOf(world)?.blocks.find(({ type }) => type === 'header');
  const text = (header?.['text'] as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? /([A-Z_]+)$/.exec(text)?.[1] : undefined;
}

/** The newest message that has a button of this action. */
export function messageWithButton(world: World, actionId: string): ShownMessage | undefined {
  return said(world).findLast(
    ({ blocks, deleted }) => !deleted && JSON.stringify(blocks).includes(`"action_id":"${actionId}"`),
  );
}

/** Everything that can be read in the channel, its threads and by this person alone, as one text. */
export function heard(world: World, user?: string): string {
  const open = said(world).map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
  const whispered = user ? (ephemerals(world.slack, { user }) ?? []).map((one) => JSON.stringify(one)) : [];
  return [...open, ...whispered].join('\n');
}
