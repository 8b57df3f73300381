import type { MessageView, SlackChange, SlackSnapshot } from '../../control/view/slack-snapshot.ts';

/** What this needs to know of the window: who looks where. */
interface Eyes {
  readonly me: string;
  readonly slack: SlackSnapshot | undefined;
  readonly place: { readonly kind: 'channel'; readonly channel: string } | { readonly kind: 'home' };
}

export interface Toast {
  readonly person: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly title: string;
  readonly text: string;
}

/**
 * Unread marks of everybody, as Slack keeps them: only new messages count, not edits. A mention (of a person, of a group
 * they are in, of the channel) and a message for them alone count as calls.
 */
export class Attention {
  /** `person/channel` */
  readonly #unread = new Set<string>();
  readonly #calls = new Map<string, number>();
  #toasts: Toast[] = [];

  note(change: SlackChange, eyes: Eyes): void {
    if (!eyes.slack) return;
    if (change.type === 'ephemeral' && change.isNew) this.#ephemeral(change.ephemeral, eyes);
    if (change.type === 'message' && change.isNew) this.#message(change.message, eyes, eyes.slack);
  }

  /** The person looks at the channel now. */
  read(person: string, channel: string): void {
    this.#unread.delete(`${person}/${channel}`);
    this.#calls.delete(`${person}/${channel}`);
  }

  isUnread(person: string, channel: string): boolean {
    return this.#unread.has(`${person}/${channel}`);
  }

  /** In one channel, or in all. */
  calls(person: string, channel?: string): number {
    if (channel !== undefined) return this.#calls.get(`${person}/${channel}`) ?? 0;
    return [...this.#calls].reduce(
      (sum, [key, count]) => (key.startsWith(`${person}/`) ? sum + count : sum),
      0,
    );
  }

  /** Those that were not taken yet; each is taken once. */
  takeToasts(): readonly Toast[] {
    const toasts = this.#toasts;
    this.#toasts = [];
    return toasts;
  }

  clear(): void {
    this.#unread.clear();
    this.#calls.clear();
    this.#toasts = [];
  }

  #ephemeral({ user, channel }: { readonly user: string; readonly channel: string }, eyes: Eyes): void {
    if (!isLooking(eyes, user, channel)) this.#call(user, channel);
  }

  #message(message: MessageView, eyes: Eyes, slack: SlackSnapshot): void {
    const members = slack.channels.find(({ id }) => id === message.channel)?.members ?? [];
    for (const person of members) {
      if (person === message.user) continue;
      const isCalled = calledBy(message, person, slack);
      const isSeen = isLooking(eyes, person, message.channel);
      if (isSeen) continue;
      if (person === eyes.me && (isCalled || message.broadcast)) this.#toast(message, person, slack);
      if (message.threadTs === undefined || message.broadcast)
        this.#unread.add(`${person}/${message.channel}`);
      if (isCalled) this.#call(person, message.channel);
    }
  }

  #call(person: string, channel: string): void {
    const key = `${person}/${channel}`;
    this.#unread.add(key);
    this.#calls.set(key, (this.#calls.get(key) ?? 0) + 1);
  }

  #toast(message: MessageView, person: string, slack: SlackSnapshot): void {
    const author = slack.people.find(({ id }) => id === message.user)?.realName ?? message.user;
    const channel = slack.channels.find(({ id }) => id === message.channel);
    const title = channel?.kind === 'channel' ? `${author} in #${channel.name}` : author;
    const { ts, threadTs, text } = message;
    this.#toasts.push({ person, channel: message.channel, ts, threadTs, title, text });
  }
}

function isLooking({ me, place }: Eyes, person: string, channel: string): boolean {
  return me === person && place.kind === 'channel' && place.channel === channel;
}

function calledBy(message: MessageView, person: string, { groups }: SlackSnapshot): boolean {
  const written = `${message.text} ${JSON.stringify(message.blocks)}`;
  const names = [`<@${person}`, '<!channel', '<!here', '<!everyone'];
  const mine = groups.filter(({ members }) => members.includes(person)).map(({ id }) => `<!subteam^${id}`);
  return [...names, ...mine].some((name) => written.includes(name));
}
