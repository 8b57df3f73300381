import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { setRequestUrl } from '../../../src/sandbox/slack/inbound/set-request-url.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { silent } from './a-slack.ts';

export type Mode = 'http' | 'socket';

/** A real Bolt app with these listeners, reached in this way, stopped when the test ends. */
export async function aBoltApp(slack: Slack, mode: Mode, listen: (app: App) => void): Promise<App> {
  const logger = silent();
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger };
  const common = { token: slack.app.botToken, clientOptions, logger, deferInitialization: true };
  if (mode === 'socket') {
    const receiver = new SocketModeReceiver({
      appToken: slack.app.appToken,
      logger,
      // The delay before a reconnect is this long: 5 s are too long for a test.
      clientPingTimeout: 300,
      installerOptions: { clientOptions: { ...clientOptions } },
    });
    const app = new App({ ...common, receiver });
    listen(app);
    await app.init();
    await app.start();
    onTestFinished(async () => {
      await app.stop();
    });
    return app;
  }
  const app = new App({ ...common, signingSecret: slack.app.signingSecret });
  listen(app);
  await app.init();
  // Bolt's own type knows ports only, its HTTP receiver hands this on to `listen`.
  const server = (await app.start({ port: 0, host: '127.0.0.1' } as unknown as number)) as Server;
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.closeAllConnections();
    await app.stop();
  });
  const switched = await setRequestUrl(slack, `http://127.0.0.1:${port}/slack/events`);
  if (!switched.ok) throw new Error(`Bolt did not echo the challenge: ${switched.error}`);
  return app;
}
