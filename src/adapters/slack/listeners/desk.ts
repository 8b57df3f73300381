import type { RawInbox } from '../../../core/request/inbox-item.ts';
import type { Chat } from '../../../ports/chat.ts';
import type { Inbox } from '../../../ports/inbox.ts';
import type { Log } from '../../../ports/log.ts';
import type { InFlight } from './in-flight.ts';

/** What the listeners need: where requests go, and how a person is answered if they cannot go there. */
export interface Desk {
  readonly inbox: Inbox;
  readonly chat: Pick<Chat, 'respond'>;
  readonly log: Log;
  readonly inFlight: InFlight;
  /** The view of a person's home tab. */
  readonly home: (userId: string) => object | Promise<object>;
}

/** What the receivers put into Bolt's context. */
export interface GatewayContext {
  readonly raw: RawInbox;
  /** False for a delivery that was taken before: it is acknowledged, and that is all. */
  readonly fresh: boolean;
}
