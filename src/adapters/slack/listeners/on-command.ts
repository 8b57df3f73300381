import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { acknowledge } from './acknowledge.ts';
import type { Desk, GatewayContext } from './desk.ts';
import { forward } from './forward.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs<GatewayContext>;

/** `/patch …`. */
export function onCommand(desk: Desk) {
  return async ({ ack, command, context }: Args): Promise<void> =>
    desk.inFlight.run(async () => {
      await acknowledge(async () => ack(), desk.log);
      if (context.fresh) await forward(desk, context.raw, command.response_url);
    });
}
