import type { RawInbox } from '../core/request/inbox-item.ts';

/** Where the gateway leaves raw requests for an engine. */
export interface Inbox {
  /** Throws PortError `unavailable` within two seconds when the queue cannot take it: the person is told that the store is down. */
  put(raw: RawInbox): Promise<void>;
}
