import type { WorldClock } from '../../clock.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { EnteredValues, Ephemeral, Message, MessageContent } from './message.ts';

export type MessageDraft = Pick<Message, 'channel' | 'user'> &
  Partial<Omit<Message, 'ts' | 'postedAtWorld' | 'tombstone' | 'reactions'>>;

export type EphemeralDraft = Pick<Ephemeral, 'channel' | 'user'> &
  Partial<Omit<Ephemeral, 'ts' | 'postedAtWorld' | 'shown'>>;

/** All that was said: messages and threads by channel, ephemerals by reader. */
export class Timeline {
  readonly #messages = new Map<string, Message[]>();
  readonly #ephemerals: Ephemeral[] = [];
  readonly #entered = new Map<string, EnteredValues>();
  readonly #feed: ChangeFeed;
  readonly #clock: WorldClock | undefined;
  #lastMicroseconds = 0;

  constructor(feed: ChangeFeed, clock: WorldClock | undefined) {
    this.#feed = feed;
    this.#clock = clock;
  }

  /** Real time in Slack's form, never the same twice. */
  nextTs(): string {
    this.#lastMicroseconds = Math.max(Date.now() * 1000, this.#lastMicroseconds + 1);
    const digits = String(this.#lastMicroseconds);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  /** Everything in a channel, replies included, oldest first. */
  all(channel: string): readonly Message[] {
    return this.#messages.get(channel) ?? [];
  }

  /** What the channel itself shows: roots and broadcast replies. */
  channel(channel: string): readonly Message[] {
    return this.all(channel).filter((message) => message.threadTs === undefined || message.broadcast);
  }

  /** The root and its replies, oldest first. */
  thread(channel: string, root: string): readonly Message[] {
    return this.all(channel).filter(({ ts, threadTs }) => ts === root || threadTs === root);
  }

  find(channel: string, ts: string): Message | undefined {
    return this.all(channel).find((message) => message.ts === ts);
  }

  post(draft: MessageDraft): Message {
    const message: Message = {
      text: '',
      blocks: [],
      attachments: [],
      files: [],
      broadcast: false,
      tombstone: false,
      reactions: [],
      ...draft,
      ...this.#stamp(),
    };
    const list = this.#messages.get(draft.channel);
    if (list) list.push(message);
    else this.#messages.set(draft.channel, [message]);
    this.#feed.emit({ type: 'message-posted', channel: draft.channel, message });
    return message;
  }

  edit(message: Message, change: Partial<Message>): Message {
    const changed = { ...message, ...change };
    this.#replace(message, changed);
    this.#feed.emit({ type: 'message-edited', channel: message.channel, message: changed, before: message });
    return changed;
  }

  /** A root with replies leaves a tombstone; anything else is gone. */
  remove(message: Message): void {
    const hasReplies = this.all(message.channel).some(({ threadTs }) => threadTs === message.ts);
    this.#replace(
      message,
      hasReplies
        ? {
            ...message,
            tombstone: true,
            text: 'This message was deleted.',
            blocks: [],
            attachments: [],
            files: [],
          }
        : undefined,
    );
    this.#feed.emit({ type: 'message-deleted', channel: message.channel, before: message });
  }

  react(message: Message, name: string, user: string): boolean {
    const known = message.reactions.find((reaction) => reaction.name === name);
    if (known?.users.includes(user)) return false;
    const users = [...(known?.users ?? []), user];
    const others = message.reactions.filter((reaction) => reaction.name !== name);
    this.#replace(message, { ...message, reactions: [...others, { name, users }] });
    this.#feed.emit({ type: 'reaction-added', user, channel: message.channel, ts: message.ts, name });
    return true;
  }

  unreact(message: Message, name: string, user: string): boolean {
    const known = message.reactions.find((reaction) => reaction.name === name);
    if (!known?.users.includes(user)) return false;
    const users = known.users.filter((one) => one !== user);
    const others = message.reactions.filter((reaction) => reaction.name !== name);
    this.#replace(message, {
      ...message,
      reactions: users.length > 0 ? [...others, { name, users }] : others,
    });
    this.#feed.emit({ type: 'reaction-removed', user, channel: message.channel, ts: message.ts, name });
    return true;
  }

  /** Those that the person sees now, oldest first. */
  ephemerals(user: string): readonly Ephemeral[] {
    return this.#ephemerals.filter((one) => one.user === user && one.shown);
  }

  /** Whoever may read it: an ephemeral by its place. */
  findEphemeral(channel: string, ts: string): Ephemeral | undefined {
    return this.#ephemerals.find((one) => one.channel === channel && one.ts === ts);
  }

  whisper(draft: EphemeralDraft): Ephemeral {
    const { threadTs } = draft;
    const shown = threadTs === undefined || this.thread(draft.channel, threadTs).length > 1;
    const ephemeral: Ephemeral = {
      text: '',
      blocks: [],
      attachments: [],
      fromSlack: false,
      ...draft,
      shown,
      ...this.#stamp(),
    };
    this.#ephemerals.push(ephemeral);
    this.#feed.emit({ type: 'ephemeral-posted', user: draft.user, ephemeral });
    return ephemeral;
  }

  editEphemeral(before: Ephemeral, content: MessageContent): Ephemeral {
    const ephemeral = { ...before, ...content };
    this.#ephemerals.splice(this.#ephemerals.indexOf(before), 1, ephemeral);
    this.#feed.emit({ type: 'ephemeral-edited', user: before.user, ephemeral });
    return ephemeral;
  }

  removeEphemeral(ephemeral: Ephemeral): void {
    const index = this.#ephemerals.indexOf(ephemeral);
    if (index < 0) return;
    this.#ephemerals.splice(index, 1);
    this.#feed.emit({ type: 'ephemeral-removed', user: ephemeral.user, ephemeral });
  }

  /** What this person chose in this message so far. */
  entered(channel: string, ts: string, user: string): EnteredValues {
    const key = `${channel}/${ts}/${user}`;
    const values: EnteredValues = this.#entered.get(key) ?? new Map();
    this.#entered.set(key, values);
    return values;
  }

  #replace(message: Message, by: Message | undefined): void {
    const list = this.#messages.get(message.channel) ?? [];
    const index = list.findIndex(({ ts }) => ts === message.ts);
    if (index < 0) throw new Error(`no message ${message.ts} in ${message.channel}`);
    list.splice(index, 1, ...(by ? [by] : []));
  }

  #stamp(): { ts: string; postedAtWorld?: number } {
    return { ts: this.nextTs(), ...(this.#clock ? { postedAtWorld: this.#clock.now() } : {}) };
  }
}
