import type { RawInbox } from '../../../core/request/inbox-item.ts';
import { within } from './within.ts';
import { replyMessage } from '../views/reply-message.ts';
import type { Desk } from './desk.ts';

/** The inbox gives up after two seconds; this is for one that does not. Real ms. */
const HAND_OVER_MAX_MS = 2_500;

/** Hands a request on to an engine. When the store is away the person hears it from here, for nobody else can say it. */
export async function forward(desk: Desk, raw: RawInbox, answerTo: string): Promise<void> {
  try {
    const outcome = await within(desk.inbox.put(raw), HAND_OVER_MAX_MS);
    if (outcome === 'late') throw new Error(`no answer within ${HAND_OVER_MAX_MS} ms`);
  } catch (error) {
    desk.log.error('The inbox did not take a request', { message: String(error) });
    await sayStoreIsDown(desk, answerTo);
  }
}

async function sayStoreIsDown({ chat, log }: Desk, answerTo: string): Promise<void> {
  const message = replyMessage({
    code: 'E-DEP',
    what: 'Your request could not be handed on.',
    why: 'The store that carries requests to the engine is down.',
    next: 'Try again in a minute. Rollouts under way go on without it.',
  });
  try {
    await chat.respond(answerTo, message, 'ephemeral');
  } catch (error) {
    log.error('A person could not be told that the store is down', { message: String(error) });
  }
}
