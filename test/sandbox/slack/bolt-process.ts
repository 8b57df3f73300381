import { App, LogLevel } from '@slack/bolt';

/** A Bolt app in a process of its own, as somebody writes it who knows nothing of app_rate_limited. */
const [slackApiUrl = '', token = '', appToken = ''] = process.argv.slice(2);
const clientOptions = { slackApiUrl };
const app = new App({
  token,
  appToken,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions,
  installerOptions: { clientOptions: { ...clientOptions } },
});
await app.start();
