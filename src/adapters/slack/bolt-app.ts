import type { Receiver } from '@slack/bolt';
import { App } from '@slack/bolt';
import type { SlackIdentity } from './identify.ts';
import type { Desk } from './listeners/desk.ts';
import { registerListeners } from './listeners/register-listeners.ts';
import type { SlackConnection } from './slack-connection.ts';
import { webClientOptions } from './slack-connection.ts';
import { slackLogger } from './slack-logger.ts';

/**
 * A Bolt app that knows already who it is: nothing is asked of Slack before an acknowledgement, and a Slack that is
 * away at the start cannot end the process (slack.md 0.14).
 */
export async function startBoltApp(
  receiver: Receiver,
  identity: SlackIdentity,
  connection: SlackConnection,
  desk: Desk,
): Promise<App> {
  const { botToken: token, log } = connection;
  const { botId, botUserId } = identity;
  const app = new App({
    token,
    botId,
    botUserId,
    receiver,
    clientOptions: webClientOptions(connection),
    logger: slackLogger(log),
    convoStore: false,
    deferInitialization: true,
    tokenVerificationEnabled: false,
  });
  app.error(async (error) => log.error('A listener failed', { message: error.message }));
  registerListeners(app, desk);
  await app.init();
  return app;
}
