import type {
  Chat,
  ChatFile,
  ChatMessage,
  ChatUser,
  PostOutcome,
  PostRequest,
  ShareOutcome,
} from '../../../src/ports/chat.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly key: string;
  message: ChatMessage;
  edits: number;
}

/** What a test makes the next posts or updates answer. `unclear-posted`: it is there, but nobody says so. */
export type ChatTrouble = Exclude<PostOutcome, { kind: 'posted' }> | { readonly kind: 'unclear-posted' };

/** A chat in memory: channels, threads, answers to one person. */
export class MemoryChat implements Chat {
  readonly messages: ShownMessage[];
  readonly responses: { readonly url: string; readonly message: ChatMessage; readonly how: string }[] = [];
  readonly views: { readonly triggerId: string; readonly view: object }[] = [];
  readonly files: ChatFile[] = [];
  mayWriteFiles = true;
  readonly users: Map<string, ChatUser>;
  readonly groups: Map<string, readonly string[]>;
  /** Answers instead of posting or updating, one each, the first one first. */
  readonly troubles: ChatTrouble[] = [];
  readonly #wire: Wire;

  constructor(
    wire: Wire = new PortFaults(),
    world: Partial<Pick<MemoryChat, 'messages' | 'users' | 'groups'>> = {},
  ) {
    this.#wire = wire;
    this.messages = world.messages ?? [];
    this.users = world.users ?? new Map();
    this.groups = world.groups ?? new Map();
  }

  /** The same workspace as another engine sees it. */
  as(wire: Wire): MemoryChat {
    return new MemoryChat(wire, this);
  }

  post(request: PostRequest): Promise<PostOutcome> {
    return this.#wire.run('post', () => {
      const trouble = this.troubles.shift();
      if (trouble && trouble.kind !== 'unclear-posted') return trouble;
      const ts = this.#add(request);
      return trouble ? { kind: 'unclear' } : { kind: 'posted', ts };
    });
  }

  share(file: ChatFile): Promise<ShareOutcome> {
    return this.#wire.run('share', () => {
      if (!this.mayWriteFiles) return 'not-allowed';
      this.files.push(file);
      return 'shared';
    });
  }

  update(channel: string, ts: string, message: ChatMessage): Promise<PostOutcome> {
    return this.#wire.run('update', () => {
      const trouble = this.troubles.shift();
      if (trouble && trouble.kind !== 'unclear-posted') return trouble;
      const shown = this.messages.find((one) => one.channel === channel && one.ts === ts);
      if (!shown) return { kind: 'refused', error: 'message_not_found' };
      shown.message = message;
      shown.edits += 1;
      return trouble ? { kind: 'unclear' } : { kind: 'posted', ts };
    });
  }

  find(channel: string, threadTs: string | undefined, key: string): Promise<string | undefined> {
    return this.#wire.run(
      'find',
      () =>
        this.messages.find((one) => one.channel === channel && one.threadTs === threadTs && one.key === key)
          ?.ts,
    );
  }

  respond(responseUrl: string, message: ChatMessage, how: 'ephemeral' | 'replace'): Promise<void> {
    return this.#wire.run('respond', () => void this.responses.push({ url: responseUrl, message, how }));
  }

  user(id: string): Promise<ChatUser | undefined> {
    return this.#wire.run('user', () => this.users.get(id));
  }

  groupMembers(groupId: string): Promise<readonly string[]> {
    return this.#wire.run('group members', () => {
      const members = this.groups.get(groupId);
      if (!members) throw new PortError('not-found', 'usergroups.users.list', 'no_such_subteam');
      return members;
    });
  }

  permalink(channel: string, ts: string): Promise<string | undefined> {
    return this.#wire.run('permalink', () =>
      this.messages.some((one) => one.channel === channel && one.ts === ts)
        ? `https://example.slack.com/archives/${channel}/p${ts.replace('.', '')}`
        : undefined,
    );
  }

  openView(triggerId: string, view: object): Promise<void> {
    return this.#wire.run('open view', () => void this.views.push({ triggerId, view }));
  }

  /** Adds a person of this workspace. */
  addUser(id: string, more: Partial<ChatUser> = {}): void {
    this.users.set(id, {
      id,
      name: id.toLowerCase(),
      bot: false,
      guest: false,
      deleted: false,
      teamId: 'T1',
      ...more,
    });
  }

  #add({ channel, threadTs, key, message }: PostRequest): string {
    const ts = `1767225600.${String(this.messages.length + 1).padStart(6, '0')}`;
    this.messages.push({ channel, ts, threadTs, key, message, edits: 0 });
    return ts;
  }
}
