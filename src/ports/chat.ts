/** A message ready to be shown: blocks in the chat's own form, and the same in one sentence for screen readers. */
export interface ChatMessage {
  readonly text: string;
  readonly blocks: readonly object[];
}

export interface PostRequest {
  readonly channel: string;
  readonly threadTs?: string;
  readonly message: ChatMessage;
  /** Unique per thing said: found again in the message's metadata after an unclear answer. */
  readonly key: string;
  /** Also shown in the channel, for what must not be missed. */
  readonly broadcast?: boolean;
}

/**
 * `unclear`: no answer came, it may be there. `refused`: the chat will never take it. `closed`: the channel or the token takes
 * nothing at all, until a person changes that.
 */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly ts: string }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'closed'; readonly error: string };

export interface ChatUser {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly guest: boolean;
  readonly deleted: boolean;
  readonly teamId: string;
}

/** A text that people may keep or send on. */
export interface ChatFile {
  readonly channel: string;
  readonly threadTs?: string;
  /** `preflight-R-7QK2M.txt`. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** `not-allowed`: this app may not write files; nothing is wrong with it otherwise. */
export type ShareOutcome = 'shared' | 'not-allowed';

/** The chat, outward. Every call has a deadline; limits are values, never waited out in here. */
export interface Chat {
  post(request: PostRequest): Promise<PostOutcome>;
  update(channel: string, ts: string, message: ChatMessage): Promise<PostOutcome>;
  /** The ts of the message of this key in a thread (or of the channel's roots), or undefined if it is not there or may not be read. */
  find(channel: string, threadTs: string | undefined, key: string): Promise<string | undefined>;
  /** Answers a command or click, visible to that person alone unless `replace`, which redraws the clicked message. */
  respond(responseUrl: string, message: ChatMessage, how: 'ephemeral' | 'replace'): Promise<void>;
  user(id: string): Promise<ChatUser | undefined>;
  /** Members of a user group; thrown as PortError when it cannot be read: the decisive vote fails closed. */
  groupMembers(groupId: string): Promise<readonly string[]>;
  permalink(channel: string, ts: string): Promise<string | undefined>;
  /** Puts a file into a channel or a thread. Needs a right that is optional. */
  share(file: ChatFile): Promise<ShareOutcome>;
  /** Shows a modal for a trigger that is a few seconds old at most. */
  openView(triggerId: string, view: object): Promise<void>;
}
