import { z } from 'zod';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import { threadAddress } from './listeners/answer-address.ts';
import { dedupeKey } from './dedupe-key.ts';
import type { Envelope } from './envelope.ts';
import type { InboxRefusal } from './inbox-refusal.ts';
import { refused } from './inbox-refusal.ts';
import { typedText } from './typed-text.ts';

const id = z.string().min(1).max(40);

const Mention = z.object({
  type: z.literal('event_callback'),
  team_id: id,
  event_id: z.string().min(1).max(60),
  event: z.object({
    type: z.literal('app_mention'),
    user: id,
    text: z.string().default(''),
    channel: id,
    thread_ts: z.string().max(40).optional(),
    team: id.nullish(),
    user_team: id.nullish(),
    bot_id: z.string().nullish(),
  }),
});

const MENTION = /<@[UW][A-Z0-9]+(?:\|[^>]*)?>/u;
const COMMAND = /^\/patch\b/u;

/** `@drover pause`, said in the thread of a rollout, where Slack knows no commands. */
export function readMention(
  fields: object,
  { receivedAt, proof, teamId }: Envelope,
): InboxItem | InboxRefusal {
  const read = Mention.safeParse(fields);
  if (!read.success) return refused('unsupported', 'the event is no mention of this app');
  const { event, team_id: team, event_id: eventId } = read.data;
  if (team !== teamId) return refused('wrong-team', `it is of team ${team}`);
  if (event.bot_id) return refused('unsupported', 'a bot mentioned this app');
  if (event.thread_ts === undefined) return refused('unsupported', 'it was said outside a thread');
  return {
    kind: 'command',
    text: typedText(saidAfterMention(event.text)),
    triggerId: '',
    threadTs: event.thread_ts,
    dedupeKey: dedupeKey(team, eventId),
    // A team that is not told is none of ours.
    sender: { userId: event.user, userName: event.user, teamId: event.user_team ?? event.team ?? '' },
    channel: event.channel,
    responseUrl: threadAddress(event.channel, event.thread_ts, event.user),
    receivedAt,
    proof,
  };
}

/** `hey @drover pause` says `pause`. */
function saidAfterMention(text: string): string {
  const mention = MENTION.exec(text);
  const said = mention === null ? text : text.slice(mention.index + mention[0].length);
  return said.trim().replace(COMMAND, '');
}
