// What the page is shown of Slack: plain data, so that the browser's code may use the types too.

export type Json = { readonly [key: string]: unknown };

/** Everything that everybody sees; the page shows the part of the person whose eyes it borrows. */
export interface SlackSnapshot {
  readonly team: string;
  readonly bot: { readonly id: string; readonly name: string; readonly realName: string };
  readonly commands: readonly CommandView[];
  readonly hasHome: boolean;
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
  readonly groups: readonly GroupView[];
  /** Oldest first. */
  readonly messages: readonly MessageView[];
  readonly ephemerals: readonly EphemeralView[];
  /** By person. */
  readonly views: Readonly<Record<string, OpenViews>>;
}

export interface CommandView {
  /** With its slash. */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  /** Whole lines that may be typed. */
  readonly examples: readonly string[];
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly note: 'member' | 'admin' | 'guest' | 'external' | 'app';
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly isPrivate: boolean;
  readonly isExtShared: boolean;
  readonly isArchived: boolean;
  /** Ids. */
  readonly members: readonly string[];
}

export interface GroupView {
  readonly id: string;
  readonly handle: string;
  readonly members: readonly string[];
}

export interface MessageView {
  readonly ts: string;
  readonly channel: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
  readonly edited: boolean;
  readonly broadcast: boolean;
  readonly deleted: boolean;
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly files: readonly Json[];
  /** World time, epoch ms. */
  readonly postedAtWorld?: number;
}

export interface EphemeralView {
  readonly ts: string;
  readonly channel: string;
  /** Its only reader. */
  readonly user: string;
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** Slack's own words, not the app's. */
  readonly fromSlack: boolean;
  readonly postedAtWorld?: number;
}

export interface OpenViews {
  /** The one on top last. */
  readonly modals: readonly OpenView[];
  readonly home?: OpenView;
}

export interface OpenView {
  readonly id: string;
  readonly view: Json;
  /** What is wrong with which field, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What changed in Slack since the snapshot. */
export type SlackChange =
  | { readonly type: 'message'; readonly message: MessageView; readonly isNew: boolean }
  | { readonly type: 'message-gone'; readonly channel: string; readonly ts: string }
  | { readonly type: 'ephemeral'; readonly ephemeral: EphemeralView; readonly isNew: boolean }
  | { readonly type: 'ephemeral-gone'; readonly user: string; readonly ts: string }
  | { readonly type: 'views'; readonly user: string; readonly views: OpenViews }
  | { readonly type: 'channels'; readonly channels: readonly ChannelView[] }
  | { readonly type: 'groups'; readonly groups: readonly GroupView[] }
  | {
      readonly type: 'failed';
      readonly user: string;
      readonly channel?: string;
      readonly ts?: string;
      readonly actionId?: string;
      readonly sees: string;
    };
