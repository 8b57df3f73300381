import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import { ACTION_PREFIX } from '../views/button-value.ts';
import { acknowledge } from './acknowledge.ts';
import type { Desk, GatewayContext } from './desk.ts';
import { forward } from './forward.ts';

type Args = SlackActionMiddlewareArgs & AllMiddlewareArgs<GatewayContext>;

/** A click on anything. Buttons of ours go to the engine; links and the like are acknowledged, and that is all. */
export function onAction(desk: Desk) {
  return async ({ ack, action, body, context }: Args): Promise<void> =>
    desk.inFlight.run(async () => {
      await acknowledge(async () => ack(), desk.log);
      const ours = 'action_id' in action && action.action_id.startsWith(ACTION_PREFIX);
      const answerTo = 'response_url' in body ? body.response_url : '';
      if (ours && context.fresh) await forward(desk, context.raw, answerTo);
    });
}
