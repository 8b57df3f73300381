/** Where a group's conversation is, and how far it was told. Kept beside the slot, so that no flush of Redis loses it. */
export interface ThreadState extends Conversation {
  /** That of a halted rollout which waits while its rollback has the word: it may come back. */
  readonly former?: Conversation;
}

/** The conversation of one rollout. */
export interface Conversation {
  readonly rolloutId: string;
  readonly channel: string;
  /** The root message; undefined until it was posted. */
  readonly rootTs?: string;
  /** The last event of the story that was told. */
  readonly toldUpTo: number;
  /** The event that was being told when this was saved: after a crash it may be there already. */
  readonly telling?: number;
  /** Digest of the root as last shown, so that nothing is sent twice. */
  readonly rootDigest?: string;
  /** The message of the halt card with live buttons, if any. */
  readonly haltTs?: string;
  readonly haltId?: string;
}

export interface ThreadStore {
  read(nodeGroup: string): Promise<ThreadState | undefined>;
  /** Last write wins: only the announcer of the leading engine writes it. */
  save(nodeGroup: string, state: ThreadState): Promise<void>;
}
