import type { SlackSnapshot } from '../../control/view/slack-snapshot.ts';

/** For whom a text is drawn, and when: names, marks of their own mentions, dates. */
export interface Reader {
  readonly slack: SlackSnapshot;
  readonly me: string;
  /** World time, epoch ms. */
  readonly now: number;
}

/** The words of a mention, and whether it means the reader. */
export function mentionOf(
  { slack, me }: Reader,
  kind: 'user' | 'channel' | 'group' | 'broadcast',
  id: string,
  label?: string,
): { readonly words: string; readonly isMe: boolean } {
  switch (kind) {
    case 'user': {
      const person = slack.people.find((one) => one.id === id);
      return { words: `@${person?.realName ?? label ?? id}`, isMe: id === me };
    }
    case 'channel':
      return { words: `#${slack.channels.find((one) => one.id === id)?.name ?? label ?? id}`, isMe: false };
    case 'group': {
      const group = slack.groups.find((one) => one.id === id);
      return {
        words: `@${(group?.handle ?? label ?? id).replace(/^@/, '')}`,
        isMe: group?.members.includes(me) === true,
      };
    }
    case 'broadcast':
      return { words: `@${id}`, isMe: true };
  }
}
