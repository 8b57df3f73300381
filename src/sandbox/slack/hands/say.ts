import type { SlackParts } from '../slack-parts.ts';
import { actorIn } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';

export interface SayRequest {
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
}

export type SayResult = { readonly ok: true; readonly ts: string } | Refusal;

/** A person writes a message. */
export function say(
  slack: SlackParts,
  { user, channel: channelName, text, threadTs }: SayRequest,
): SayResult {
  const presence = actorIn(slack, user, channelName);
  if ('ok' in presence) return presence;
  const { person, channel } = presence;
  if (channel.isArchived) return cannot('is_archived', `#${channel.name} is archived.`);
  const { timeline } = slack.workspace;
  if (threadTs && !timeline.find(channel.id, threadTs))
    return cannot('message_not_found', 'That thread is gone.');
  const { ts } = timeline.post({
    channel: channel.id,
    user: person.id,
    text,
    ...(threadTs ? { threadTs } : {}),
  });
  return { ok: true, ts };
}
