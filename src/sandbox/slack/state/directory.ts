import type { ChangeFeed } from './change-feed.ts';
import type { Person, WorkspaceSeed } from './workspace-seed.ts';

export interface Channel {
  readonly id: string;
  readonly kind: 'channel' | 'direct';
  name: string;
  readonly isPrivate: boolean;
  isExtShared: boolean;
  isArchived: boolean;
  /** Ids. */
  readonly members: Set<string>;
  readonly createdAt: number;
}

export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** Ids. */
  members: readonly string[];
  updatedAt: number;
}

/** Who and what there is: people, channels, user groups. */
export class Directory {
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();
  readonly groups = new Map<string, Group>();
  readonly #feed: ChangeFeed;
  readonly #teamId: string;

  constructor(seed: WorkspaceSeed, feed: ChangeFeed) {
    this.#feed = feed;
    this.#teamId = seed.team.id;
    for (const one of seed.people) this.people.set(one.id, one);
    for (const { id, name, isPrivate = false, isExtShared = false, members } of seed.channels) {
      const ids = new Set(members.map((member) => this.#memberId(member)));
      this.channels.set(id, {
        id,
        kind: 'channel',
        name,
        isPrivate,
        isExtShared,
        isArchived: false,
        members: ids,
        createdAt: Date.now(),
      });
    }
    for (const { members, ...group } of seed.groups) {
      this.groups.set(group.id, {
        ...group,
        members: members.map((member) => this.#memberId(member)),
        updatedAt: Date.now(),
      });
    }
  }

  /** By id, handle or @handle. */
  person(reference: string): Person | undefined {
    const name = reference.replace(/^@/, '');
    return this.people.get(reference) ?? [...this.people.values()].find((one) => one.name === name);
  }

  /** By id, name or #name. */
  channel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '');
    return this.channels.get(reference) ?? [...this.channels.values()].find((one) => one.name === name);
  }

  /** The person's direct channel with the bot; made when first asked for. */
  direct(userId: string, botUserId: string): Channel {
    const id = `D${userId.slice(1)}`;
    const known = this.channels.get(id);
    if (known) return known;
    const made: Channel = {
      id,
      kind: 'direct',
      name: 'directmessage',
      isPrivate: true,
      isExtShared: false,
      isArchived: false,
      members: new Set([userId, botUserId]),
      createdAt: Date.now(),
    };
    this.channels.set(id, made);
    return made;
  }

  isExternal(person: Person): boolean {
    return person.teamId !== this.#teamId;
  }

  /** A channel that an external person joins is shared with their company from then on. */
  join(channel: Channel, person: Person): void {
    if (channel.members.has(person.id)) return;
    channel.members.add(person.id);
    if (this.isExternal(person)) channel.isExtShared = true;
    this.#feed.emit({ type: 'member-joined', user: person.id, channel: channel.id });
  }

  leave(channel: Channel, person: Person): void {
    if (!channel.members.delete(person.id)) return;
    this.#feed.emit({ type: 'member-left', user: person.id, channel: channel.id });
  }

  setArchived(channel: Channel, archived: boolean, by: Person): void {
    channel.isArchived = archived;
    this.#feed.emit({
      type: archived ? 'channel-archived' : 'channel-unarchived',
      user: by.id,
      channel: channel.id,
    });
  }

  rename(channel: Channel, name: string, by: Person): void {
    channel.name = name;
    this.#feed.emit({ type: 'channel-renamed', user: by.id, channel: channel.id });
  }

  /** `members`: ids. */
  setGroupMembers(group: Group, members: readonly string[]): void {
    const added = members.filter((id) => !group.members.includes(id));
    const removed = group.members.filter((id) => !members.includes(id));
    group.members = [...members];
    group.updatedAt = Date.now();
    this.#feed.emit({ type: 'group-changed', group: group.id, added, removed });
  }

  #memberId(handle: string): string {
    const found = this.person(handle);
    if (!found) throw new Error(`the workspace's seed names ${handle}, who is not among its people`);
    return found.id;
  }
}
