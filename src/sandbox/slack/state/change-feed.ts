import type { Ephemeral, Message } from './message.ts';

/** What changed, small enough to be sent to a browser as one event. */
export type Change =
  | { readonly type: 'message-posted'; readonly channel: string; readonly message: Message }
  | {
      readonly type: 'message-edited';
      readonly channel: string;
      readonly message: Message;
      readonly before: Message;
    }
  | { readonly type: 'message-deleted'; readonly channel: string; readonly before: Message }
  | {
      readonly type: 'ephemeral-posted' | 'ephemeral-edited' | 'ephemeral-removed';
      readonly user: string;
      readonly ephemeral: Ephemeral;
    }
  | {
      readonly type: 'view-opened' | 'view-updated' | 'view-closed' | 'home-published';
      readonly user: string;
      readonly viewId: string;
    }
  | {
      readonly type: 'delivery-failed';
      readonly user: string;
      readonly channel?: string;
      readonly ts?: string;
      readonly actionId?: string;
      readonly sees: string;
    }
  | {
      readonly type: 'reaction-added' | 'reaction-removed';
      readonly user: string;
      readonly channel: string;
      readonly ts: string;
      readonly name: string;
    }
  | { readonly type: 'member-joined' | 'member-left'; readonly user: string; readonly channel: string }
  | {
      readonly type: 'channel-archived' | 'channel-unarchived' | 'channel-renamed';
      readonly user: string;
      readonly channel: string;
    }
  | {
      readonly type: 'group-changed';
      readonly group: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    };

/** Tells everybody who listens what changed, in the order in which it happened. */
export class ChangeFeed {
  #listeners = new Set<(change: Change) => void>();

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Called synchronously after each change. The answer ends it. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
