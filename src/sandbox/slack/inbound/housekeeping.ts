import type { SlackParts } from '../slack-parts.ts';
import type { TokenTrouble } from '../token-book.ts';
import type { Outcome } from './delivery.ts';
import { tellApp } from './event-source.ts';
import { VERIFICATION_TOKEN } from './payload-parts.ts';

/** Slack looks now and then whether a command's address still speaks TLS; that request alone is not signed. */
export async function sslCheck({ courier }: SlackParts): Promise<Outcome> {
  const { outcome } = await courier.deliver('slash_commands', { ssl_check: '1', token: VERIFICATION_TOKEN });
  return outcome;
}

/** Too many events in an hour: the one delivery that carries no event. */
export async function sendAppRateLimited({ courier, workspace, app }: SlackParts): Promise<Outcome> {
  const minute = Math.floor(Date.now() / 60_000) * 60;
  const { outcome } = await courier.deliver('events_api', {
    token: VERIFICATION_TOKEN,
    type: 'app_rate_limited',
    team_id: workspace.team.id,
    minute_rate_limited: minute,
    api_app_id: app.id,
  });
  return outcome;
}

/** An administrator takes the bot's token back; the app is told if it wants to know. */
export async function revokeBotToken(
  slack: SlackParts,
  trouble: TokenTrouble = 'token_revoked',
): Promise<void> {
  const { app, tokens, workspace } = slack;
  tokens.spoil(app.botToken, trouble);
  const event = {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [workspace.bot.id] },
    event_ts: workspace.timeline.nextTs(),
  };
  await tellApp(slack, { subscription: 'tokens_revoked', event });
}
