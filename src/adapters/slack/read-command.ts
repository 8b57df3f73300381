import { z } from 'zod';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import { dedupeKey } from './dedupe-key.ts';
import type { Envelope } from './envelope.ts';
import type { InboxRefusal } from './inbox-refusal.ts';
import { refused } from './inbox-refusal.ts';
import { typedText } from './typed-text.ts';

const id = z.string().min(1).max(40);

const Command = z.object({
  command: z.string().min(1).max(64),
  text: z.string().default(''),
  user_id: id,
  user_name: z.string().max(200).default(''),
  team_id: id,
  channel_id: id,
  response_url: z.string().min(1).max(1_000),
  trigger_id: z.string().min(1).max(200),
});

/** `/patch prod workers`, typed into the message box. */
export function readCommand(
  fields: object,
  { receivedAt, proof, teamId }: Envelope,
): InboxItem | InboxRefusal {
  const read = Command.safeParse(fields);
  if (!read.success) return refused('malformed', z.prettifyError(read.error).slice(0, 300));
  const command = read.data;
  if (command.team_id !== teamId) return refused('wrong-team', `it is of team ${command.team_id}`);
  return {
    kind: 'command',
    text: typedText(command.text),
    triggerId: command.trigger_id,
    dedupeKey: dedupeKey(command.team_id, command.user_id, command.trigger_id, command.command, command.text),
    sender: {
      userId: command.user_id,
      userName: command.user_name || command.user_id,
      teamId: command.team_id,
    },
    channel: command.channel_id,
    responseUrl: command.response_url,
    receivedAt,
    proof,
  };
}
