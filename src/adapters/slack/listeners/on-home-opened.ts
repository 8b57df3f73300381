import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { Desk, GatewayContext } from './desk.ts';

type Args = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs<GatewayContext>;

/** Somebody opened the app's home tab. Bolt has acknowledged it. */
export function onHomeOpened(desk: Desk) {
  return async ({ event, client }: Args): Promise<void> =>
    desk.inFlight.run(async () => {
      if (event.tab !== 'home') return;
      const view = await desk.home(event.user);
      // The view is drawn by a function of ours, which is held to Slack's limits by tests.
      await client.views.publish({ user_id: event.user, view: view as HomeView });
    });
}
