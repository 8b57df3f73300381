import { describe, expect, it } from 'vitest';
import type { Chat } from '../../src/ports/chat.ts';

export interface ChatHarness {
  readonly chat: Chat;
  /** A channel that the app may post to. */
  readonly channel: string;
  /** A person of this workspace, and a group with its members. */
  readonly user: string;
  readonly group: { readonly id: string; readonly members: readonly string[] };
  /** How many messages stand in the channel and its threads. */
  readonly count: () => number;
  /** What stands in the files that were shared. */
  readonly files: () => readonly string[];
  /** The next post is refused for now, or its answer is lost: before it was posted, or after. */
  readonly trouble: (kind: 'limited' | 'lost-before' | 'lost-after') => void;
}

const hello = { text: 'hello', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'hello' } }] };

/** What every chat must do, the one in memory and the real one alike. */
export function describeChatContract(name: string, make: () => Promise<ChatHarness>): void {
  describe(`chat: ${name}`, () => {
    it('posts a root and a thread, and finds each by its key', async () => {
      const { chat, channel, count } = await make();

      const root = await chat.post({ channel, message: hello, key: 'root' });
      const threadTs = root.kind === 'posted' ? root.ts : '';
      const reply = await chat.post({ channel, threadTs, message: hello, key: 'reply', broadcast: true });

      expect(count()).toBe(2);
      expect(root).toEqual({ kind: 'posted', ts: await chat.find(channel, undefined, 'root') });
      expect(reply).toEqual({ kind: 'posted', ts: await chat.find(channel, threadTs, 'reply') });
      expect(await chat.find(channel, threadTs, 'never said')).toBeUndefined();
    });

    it('draws a message anew', async () => {
      const { chat, channel, count } = await make();
      const posted = await chat.post({ channel, message: hello, key: 'k' });
      const ts = posted.kind === 'posted' ? posted.ts : '';

      expect(await chat.update(channel, ts, { ...hello, text: 'bye' })).toEqual({ kind: 'posted', ts });

      expect(count()).toBe(1);
      expect(await chat.find(channel, undefined, 'k')).toBe(ts);
    });

    it('shares a text as a file in a thread', async () => {
      const { chat, channel, files } = await make();
      const root = await chat.post({ channel, message: hello, key: 'root' });
      const threadTs = root.kind === 'posted' ? root.ts : '';
      const text = 'two lines\nand “quotes”\n';

      expect(await chat.share({ channel, threadTs, name: 'report.txt', title: 'Report', text })).toBe(
        'shared',
      );

      expect(files()).toEqual([text]);
    });

    it('refuses to draw a message that is not there', async () => {
      const { chat, channel } = await make();

      expect(await chat.update(channel, '1700000000.000100', hello)).toEqual({
        kind: 'refused',
        error: 'message_not_found',
      });
    });

    it('says how long it wants to be left alone', async () => {
      const { chat, channel, trouble, count } = await make();
      trouble('limited');

      const outcome = await chat.post({ channel, message: hello, key: 'k' });

      expect(outcome).toMatchObject({ kind: 'limited', retryAfterMs: expect.any(Number) });
      expect(count()).toBe(0);
      expect((await chat.post({ channel, message: hello, key: 'k' })).kind).toBe('posted');
    });

    it.each([
      ['lost-before', 0],
      ['lost-after', 1],
    ] as const)('does not know what became of a post: %s', async (kind, posted) => {
      const { chat, channel, trouble, count } = await make();
      trouble(kind);

      expect(await chat.post({ channel, message: hello, key: 'k' })).toEqual({ kind: 'unclear' });

      expect(count()).toBe(posted);
      expect((await chat.find(channel, undefined, 'k')) !== undefined).toBe(posted === 1);
    });

    it('knows people and groups, and says who is not there', async () => {
      const { chat, user, group } = await make();

      expect(await chat.user(user)).toMatchObject({ id: user, bot: false, guest: false, deleted: false });
      expect(await chat.user('U0NOBODY000')).toBeUndefined();
      expect(await chat.groupMembers(group.id)).toEqual(group.members);
      await expect(chat.groupMembers('S0NONE00000')).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('links to a message', async () => {
      const { chat, channel } = await make();
      const posted = await chat.post({ channel, message: hello, key: 'k' });
      const ts = posted.kind === 'posted' ? posted.ts : '';

      expect(await chat.permalink(channel, ts)).toContain(ts.replace('.', ''));
      expect(await chat.permalink(channel, '1700000000.000100')).toBeUndefined();
    });
  });
}
