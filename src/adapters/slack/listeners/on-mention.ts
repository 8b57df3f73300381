import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { threadAddress } from './answer-address.ts';
import { replyMessage } from '../views/reply-message.ts';
import type { Desk, GatewayContext } from './desk.ts';
import { forward } from './forward.ts';

type Args = SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs<GatewayContext>;

/** `@drover pause` in a thread is a command. Elsewhere nobody could tell which rollout is meant. Bolt has acknowledged it. */
export function onMention(desk: Desk) {
  return async ({ event, client, context }: Args): Promise<void> =>
    desk.inFlight.run(async () => {
      const { channel, user, thread_ts: threadTs } = event;
      if (!context.fresh || user === undefined) return;
      if (threadTs !== undefined) return forward(desk, context.raw, threadAddress(channel, threadTs, user));
      const { text, blocks } = replyMessage({
        code: 'E-TEXT',
        what: 'Mention me in the thread of a rollout, or use /patch.',
        why: 'Outside a thread I cannot tell which rollout you mean.',
        next: 'To begin one:',
        suggestions: ['/patch help'],
      });
      await client.chat.postEphemeral({ channel, user, text, blocks: [...blocks] });
    });
}
