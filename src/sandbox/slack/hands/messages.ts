import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Message } from '../state/message.ts';

/** A message as anybody in the channel sees it. */
export interface ShownMessage {
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** The author's id. */
  readonly user: string;
  readonly userName: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly edited: boolean;
  /** A reply that the channel shows too. */
  readonly broadcast: boolean;
  readonly deleted: boolean;
  readonly reactions: Message['reactions'];
  readonly files: readonly JsonObject[];
  /** World time, epoch ms, where the workspace has a clock. */
  readonly postedAtWorld: number | undefined;
}

/** Everything that was said in a channel and its threads, oldest first; undefined: no such channel. */
export function messages(
  slack: SlackParts,
  { channel: name }: { readonly channel: string },
): readonly ShownMessage[] | undefined {
  const { directory, timeline } = slack.workspace;
  const channel = directory.channel(name);
  return channel && timeline.all(channel.id).map((message) => shown(slack, message));
}

/** One thread, its root first; undefined: no such channel. */
export function thread(
  slack: SlackParts,
  { channel: name, ts }: { readonly channel: string; readonly ts: string },
): readonly ShownMessage[] | undefined {
  const { directory, timeline } = slack.workspace;
  const channel = directory.channel(name);
  return channel && timeline.thread(channel.id, ts).map((message) => shown(slack, message));
}

function shown({ workspace }: SlackParts, message: Message): ShownMessage {
  const { ts, threadTs, user, text, blocks, edited, broadcast, tombstone, reactions, files, postedAtWorld } =
    message;
  const userName = workspace.directory.people.get(user)?.name ?? user;
  return {
    ts,
    threadTs,
    user,
    userName,
    text,
    blocks,
    edited: edited !== undefined,
    broadcast,
    deleted: tombstone,
    reactions,
    files,
    postedAtWorld,
  };
}
