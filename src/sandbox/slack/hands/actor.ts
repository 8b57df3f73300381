import type { SlackParts } from '../slack-parts.ts';
import type { Channel } from '../state/directory.ts';
import type { Person } from '../state/workspace-seed.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';

/** By id or handle. Bots and people who left have no hands. */
export function actor({ workspace }: SlackParts, user: string): Person | Refusal {
  const person = workspace.directory.person(user);
  if (!person || person.botId) return cannot('user_not_found', `There is nobody called ${user} here.`);
  return person.flags?.['deleted'] ? cannot('account_inactive', `${user} has no account any more.`) : person;
}

export interface Presence {
  readonly person: Person;
  readonly channel: Channel;
}

/** A person in a channel in which they are; both by id or name. */
export function actorIn(slack: SlackParts, user: string, channelName: string): Presence | Refusal {
  const person = actor(slack, user);
  if ('ok' in person) return person;
  const channel = slack.workspace.directory.channel(channelName);
  if (!channel) return cannot('channel_not_found', `There is no channel ${channelName}.`);
  if (!channel.members.has(person.id))
    return cannot('not_in_channel', `${person.name} is not in #${channel.name}.`);
  return { person, channel };
}
