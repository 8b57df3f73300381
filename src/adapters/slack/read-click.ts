import { z } from 'zod';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import { dedupeKey } from './dedupe-key.ts';
import type { Envelope } from './envelope.ts';
import type { InboxRefusal } from './inbox-refusal.ts';
import { refused } from './inbox-refusal.ts';
import { ACTION_PREFIX } from './views/button-value.ts';

const id = z.string().min(1).max(40);

const Click = z.object({
  type: z.literal('block_actions'),
  team: z.object({ id }),
  // The clicker's own team: somebody from a shared channel clicks under our team's name (slack.md pitfall 42).
  user: z.object({
    id,
    team_id: id,
    name: z.string().max(200).nullish(),
    username: z.string().max(200).nullish(),
  }),
  container: z.object({ type: z.literal('message'), message_ts: z.string().min(1).max(40), channel_id: id }),
  response_url: z.string().max(1_000).default(''),
  trigger_id: z.string().max(200).default(''),
  actions: z
    .array(
      z.object({
        type: z.string(),
        action_id: z.string().max(255),
        action_ts: z.string().min(1).max(40),
        value: z.string().max(2_000).default(''),
      }),
    )
    .min(1),
});

const Value = z.object({
  r: z.string().min(1).max(100),
  g: z.string().min(1).max(400),
  p: z.string().max(200).optional(),
  h: z.string().max(40).optional(),
});

const VERB = /^[a-z][a-z-]{0,40}$/u;

/** A click on one of our buttons; which of them exist, and what they mean now, is for others to say. */
export function readClick(fields: object, envelope: Envelope): InboxItem | InboxRefusal {
  const read = Click.safeParse(fields);
  if (!read.success) return refused('malformed', z.prettifyError(read.error).slice(0, 300));
  const click = read.data;
  if (click.team.id !== envelope.teamId) return refused('wrong-team', `it is of team ${click.team.id}`);
  const [action] = click.actions;
  const verb = action?.action_id.startsWith(ACTION_PREFIX)
    ? action.action_id.slice(ACTION_PREFIX.length)
    : '';
  if (action === undefined || !VERB.test(verb)) return refused('unsupported', 'the button is none of ours');
  const value = readValue(action.value);
  if (value === undefined) return refused('malformed', 'the button carries no rollout');
  return {
    kind: 'click',
    verb,
    rollout: value.r,
    group: value.g,
    ...(value.p === undefined ? {} : { planHash: value.p }),
    ...(value.h === undefined ? {} : { haltId: value.h }),
    ...parts(click, envelope),
    dedupeKey: dedupeKey(click.team.id, click.user.id, action.action_ts, action.action_id, action.value),
  };
}

function parts(click: z.infer<typeof Click>, { receivedAt, proof }: Envelope) {
  const { user, container } = click;
  return {
    sender: { userId: user.id, userName: user.name || user.username || user.id, teamId: user.team_id },
    channel: container.channel_id,
    messageTs: container.message_ts,
    responseUrl: click.response_url,
    triggerId: click.trigger_id,
    receivedAt,
    proof,
  };
}

function readValue(text: string): z.infer<typeof Value> | undefined {
  try {
    return Value.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
