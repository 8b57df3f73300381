import type { App } from '@slack/bolt';
import { acknowledge } from './acknowledge.ts';
import type { Desk } from './desk.ts';
import { onAction } from './on-action.ts';
import { onCommand } from './on-command.ts';
import { onHomeOpened } from './on-home-opened.ts';
import { onMention } from './on-mention.ts';

/**
 * One listener for each kind of thing Slack sends, and each kind has one: what nobody listens to is never acknowledged
 * and shows the person an error after three seconds.
 */
export function registerListeners(app: App, desk: Desk): void {
  app.command(/.*/u, onCommand(desk));
  app.action({}, onAction(desk));
  app.event('app_mention', onMention(desk));
  app.event('app_home_opened', onHomeOpened(desk));
  app.shortcut({}, async ({ ack }) => acknowledge(ack, desk.log));
  app.view({}, async ({ ack }) => acknowledge(ack, desk.log));
  app.options({}, async ({ ack }) => acknowledge(async () => ack({ options: [] }), desk.log));
}
