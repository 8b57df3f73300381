import type { SlashCommand } from '../app-config.ts';
import { commandPayload } from '../inbound/payload-parts.ts';
import type { ResponseContext } from '../inbound/response-urls.ts';
import { placeAnswer } from '../inbound/place-answer.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Presence } from './actor.ts';
import { actorIn } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { cannot, errorOf } from './refusal.ts';

export interface SlashRequest {
  /** Id or handle. */
  readonly user: string;
  /** Id or name. */
  readonly channel: string;
  /** What is typed: `/patch prod workers`. Without a slash it is the app's only command that is meant. */
  readonly text: string;
  /** Set if it was typed into a thread, where Slack knows no commands. */
  readonly threadTs?: string;
}

export type SlashResult =
  | {
      readonly ok: true;
      readonly deliveryId: string;
      /** What the app answered at once, if it did; a later answer comes through the response_url. */
      readonly answered?: { readonly ts: string; readonly ephemeral: boolean };
      readonly tookMs: number;
    }
  | Refusal;

/** A person types a command and presses Enter. */
export async function slash(
  slack: SlackParts,
  { user, channel: channelName, text, threadTs }: SlashRequest,
): Promise<SlashResult> {
  const presence = actorIn(slack, user, channelName);
  if ('ok' in presence) return presence;
  const { person, channel } = presence;
  const command = commandOf(slack, text);
  if ('ok' in command) return command;
  if (slack.workspace.directory.isExternal(person)) return unknown(command.command);
  if (channel.isArchived) return cannot('is_archived', `#${channel.name} is archived.`);
  if (threadTs) return cannot('not_in_thread', `${command.command} is not supported in threads. Sorry!`);
  const context: ResponseContext = {
    user: person.id,
    channel: channel.id,
    original: undefined,
    from: 'command',
  };
  const said = {
    command: command.command,
    text: escaped(slack, command, text),
    triggerId: slack.triggers.issue(person.id),
    responseUrl: slack.responseUrls.issue(context),
  };
  const { delivery, outcome } = await slack.courier.deliver(
    'slash_commands',
    commandPayload(slack, person, channel, said),
  );
  if (outcome.kind !== 'acked') return failed(slack, presence, command.command, errorOf(outcome));
  const problem = outcome.body && placeAnswer(slack, context, outcome.body, 'ack');
  if (problem !== undefined) return failed(slack, presence, command.command, problem);
  const { original } = context;
  return {
    ok: true,
    deliveryId: delivery.id,
    tookMs: outcome.tookMs,
    ...(outcome.body && original ? { answered: original } : {}),
  };
}

function commandOf({ app }: SlackParts, text: string): SlashCommand | Refusal {
  const word = /^\/\S+/.exec(text.trim())?.[0];
  const only = app.slashCommands.length === 1 ? app.slashCommands[0] : undefined;
  const found = word === undefined ? only : app.slashCommands.find(({ command }) => command === word);
  return found && app.scopes.includes('commands') ? found : unknown(word ?? text);
}

function unknown(word: string): Refusal {
  return cannot('invalid_command', `${word} is not a valid command.`);
}

/** The text behind the command, with names written as ids if the app asked for that. */
function escaped({ workspace }: SlackParts, { command, shouldEscape }: SlashCommand, typed: string): string {
  const rest = typed.trim();
  const text = rest.startsWith('/') ? rest.slice(command.length).trim() : rest;
  if (!shouldEscape) return text;
  const { directory } = workspace;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<![\w<])@([\w.-]+)/g, (word, name: string) => {
      const person = directory.person(name);
      return person ? `<@${person.id}|${person.name}>` : word;
    })
    .replaceAll(/(?<![\w<])#([\w-]+)/g, (word, name: string) => {
      const channel = directory.channel(name);
      return channel ? `<#${channel.id}|${channel.name}>` : word;
    });
}

function failed(
  { workspace }: SlackParts,
  { person, channel }: Presence,
  command: string,
  error: string,
): Refusal {
  const sees = `${command} failed with the error "${error}"`;
  workspace.timeline.whisper({ user: person.id, channel: channel.id, text: sees, fromSlack: true });
  workspace.feed.emit({ type: 'delivery-failed', user: person.id, channel: channel.id, sees });
  return { ok: false, by: 'app', error, sees };
}
