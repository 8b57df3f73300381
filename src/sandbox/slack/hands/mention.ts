import type { SlackParts } from '../slack-parts.ts';
import type { SayRequest, SayResult } from './say.ts';
import { say } from './say.ts';

/** A person calls the bot by name. The bot hears of it where it is a member. */
export function mention(slack: SlackParts, request: SayRequest): SayResult {
  const { bot } = slack.workspace;
  const called = request.text.replaceAll(new RegExp(`@${bot.name}\\b`, 'g'), `<@${bot.id}>`);
  const text = called.includes(`<@${bot.id}>`) ? called : `<@${bot.id}> ${called}`;
  return say(slack, { ...request, text });
}
