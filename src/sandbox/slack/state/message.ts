import type { JsonObject } from './json-object.ts';

/** What a message says. */
export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject | undefined;
}

/** A message in a channel, as everybody there sees it. */
export interface Message extends MessageContent {
  /** Seconds and six digits, its identity in the channel; real time. */
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly botId?: string;
  readonly appId?: string;
  /** The root of the thread in which it stands; a root carries none. */
  readonly threadTs?: string;
  /** A reply that was also sent to the channel. */
  readonly broadcast: boolean;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly files: readonly JsonObject[];
  /** A deleted root whose thread lives on. */
  readonly tombstone: boolean;
  /** World time of its posting, epoch ms, where the workspace has a world clock. */
  readonly postedAtWorld?: number;
}

/** A message that one person alone sees. It is in no history. */
export interface Ephemeral extends MessageContent {
  readonly ts: string;
  readonly channel: string;
  /** Its only reader. */
  readonly user: string;
  readonly threadTs?: string;
  /** False: it was sent into a thread that nobody had started, where Slack shows it to nobody. */
  readonly shown: boolean;
  /** Slack's own words (a failed command), not the app's. */
  readonly fromSlack: boolean;
  readonly postedAtWorld?: number;
}

/** What somebody chose or typed in the elements of a message or view, by block and action. */
export type EnteredValues = Map<string, JsonObject>;

export function enteredKey(blockId: unknown, actionId: unknown): string {
  return `${String(blockId)}\n${String(actionId)}`;
}
