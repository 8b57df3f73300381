/** Who sent it, as the chat vouches for it. */
export interface Sender {
  readonly userId: string;
  readonly userName: string;
  /** The sender's own workspace. Someone from a shared channel has another one than ours. */
  readonly teamId: string;
}

/** A command or a click, verified and in our words. */
export type InboxItem = {
  /** The same for every delivery of the same act: replays and retries are told by it. */
  readonly dedupeKey: string;
  readonly sender: Sender;
  readonly channel: string;
  /** Where the answer goes: only the chat's adapter reads it. */
  readonly responseUrl: string;
  /** Real time, epoch ms. */
  readonly receivedAt: number;
  /** Digest of the raw signed request, for the audit log; null in Socket Mode, which carries no signature. */
  readonly proof: string | null;
} & (
  | {
      readonly kind: 'command';
      readonly text: string;
      /** Empty for a command said in a thread, which can open no modal. */
      readonly triggerId: string;
      /** The thread it was said in (`@drover pause`): its rollout is the one that is meant. */
      readonly threadTs?: string;
    }
  | {
      readonly kind: 'click';
      /** `approve`, `reject`, `pause` … */
      readonly verb: string;
      /** The rollout the button was drawn for. */
      readonly rollout: string;
      /** `prod/workers`. */
      readonly group: string;
      readonly planHash?: string;
      readonly haltId?: string;
      readonly messageTs: string;
      readonly triggerId: string;
    }
);

/** Raw requests as the gateway hands them to the engine (design decision 17). */
export type RawInbox =
  | {
      readonly transport: 'http';
      /** The body as it was signed. */
      readonly body: string;
      readonly timestamp: string;
      readonly signature: string;
      readonly receivedAt: number;
    }
  | { readonly transport: 'socket'; readonly payload: string; readonly receivedAt: number };
