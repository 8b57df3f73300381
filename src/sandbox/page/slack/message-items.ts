import type { EphemeralView, MessageView } from '../../control/view/slack-snapshot.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { Keyed } from '../dom/keyed.ts';
import { numberOf } from '../dom/number-of.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import type { AppState } from '../state/app-state.ts';
import { drawMessage } from './message.ts';
import { drawThreadFoot } from './thread-foot.ts';

type Either = MessageView | EphemeralView;

/** Messages of one author within so many real seconds are drawn as one. */
const FOLLOWING_S = 300;

/** What a channel shows its reader: messages, replies that were sent to it too, and what they alone see. */
export function channelItems(state: AppState, reader: Reader, channel: string): readonly Keyed[] {
  const all = state.messagesIn(channel);
  const roots = all.filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast);
  const whispers = whispersFor(state, channel, undefined);
  return inOrder(roots, whispers).map((one, index, list) => {
    if (isWhisper(one)) return whisperItem(state, reader, one);
    const replies = all.filter(({ threadTs }) => threadTs === one.ts);
    return messageItem(state, reader, one, {
      replies,
      isFollowing: follows(list[index - 1], one),
      isInThread: false,
    });
  });
}

/** The replies of a thread, without its root. */
export function threadItems(
  state: AppState,
  reader: Reader,
  channel: string,
  root: string,
): readonly Keyed[] {
  const replies = state.messagesIn(channel).filter(({ threadTs }) => threadTs === root);
  return inOrder(replies, whispersFor(state, channel, root)).map((one, index, list) => {
    if (isWhisper(one)) return whisperItem(state, reader, one);
    return messageItem(state, reader, one, {
      replies: [],
      isFollowing: follows(list[index - 1], one),
      isInThread: true,
    });
  });
}

interface Standing {
  readonly replies: readonly MessageView[];
  readonly isFollowing: boolean;
  readonly isInThread: boolean;
}

export function messageItem(
  state: AppState,
  reader: Reader,
  message: MessageView,
  standing: Standing,
): Keyed {
  const { replies, isFollowing, isInThread } = standing;
  const failures = state.failures.filter(({ ts }) => ts === message.ts);
  return {
    key: message.ts,
    sign: [
      numberOf(message),
      state.me,
      replies.length,
      replies.at(-1)?.ts,
      isFollowing,
      isInThread,
      failures.length,
    ].join('/'),
    make: () => {
      const foot = isInThread ? undefined : drawThreadFoot(state, message, replies);
      return drawMessage(state, reader, {
        author: reader.slack.people.find(({ id }) => id === message.user),
        message,
        isFollowing,
        ...(foot ? { foot } : {}),
        ...(isInThread || message.threadTs !== undefined ? {} : { tools: replyTool(state, message) }),
        ...(message.broadcast && !isInThread ? { note: broadcastNote(state, message) } : {}),
      });
    },
  };
}

function whisperItem(state: AppState, reader: Reader, whisper: EphemeralView): Keyed {
  const failures = state.failures.filter(({ ts }) => ts === whisper.ts);
  return {
    key: `whisper-${whisper.ts}`,
    sign: [numberOf(whisper), state.me, failures.length].join('/'),
    make: () =>
      drawMessage(state, reader, {
        author: whisper.fromSlack
          ? undefined
          : reader.slack.people.find(({ id }) => id === reader.slack.bot.id),
        message: whisper,
        isFollowing: false,
        class: whisper.fromSlack ? 'whisper from-slack' : 'whisper',
        note: h(
          'div',
          { class: 'whisper-note' },
          icon('eye', 14),
          'Only visible to you',
          h(
            'button',
            {
              class: 'link',
              attrs: { type: 'button' },
              data: { focus: `dismiss-${whisper.ts}` },
              on: { click: () => void state.dismiss(whisper.ts) },
            },
            'Dismiss',
          ),
        ),
      }),
  };
}

function replyTool(state: AppState, { channel, ts }: MessageView): HTMLElement {
  return h(
    'button',
    {
      class: 'quiet',
      attrs: { type: 'button', title: 'Reply in thread', 'aria-label': 'Reply in thread' },
      data: { focus: `reply-${ts}` },
      on: { click: () => state.go({ kind: 'channel', channel, thread: ts }) },
    },
    icon('thread'),
  );
}

function broadcastNote(state: AppState, { channel, threadTs = '' }: MessageView): HTMLElement {
  const root = state.messagesIn(channel).find(({ ts }) => ts === threadTs);
  return h(
    'button',
    {
      class: 'link broadcast-note',
      attrs: { type: 'button' },
      on: { click: () => state.go({ kind: 'channel', channel, thread: threadTs }) },
    },
    `replied to a thread: ${root?.text.slice(0, 60) ?? ''}${(root?.text.length ?? 0) > 60 ? '…' : ''}`,
  );
}

function whispersFor(
  { slack, me }: AppState,
  channel: string,
  threadTs: string | undefined,
): readonly EphemeralView[] {
  return (slack?.ephemerals ?? []).filter(
    (one) => one.user === me && one.channel === channel && one.threadTs === threadTs,
  );
}

function inOrder(messages: readonly MessageView[], whispers: readonly EphemeralView[]): readonly Either[] {
  return [...messages, ...whispers].sort((a, b) => Number(a.ts) - Number(b.ts));
}

function isWhisper(one: Either): one is EphemeralView {
  return 'fromSlack' in one;
}

function follows(before: Either | undefined, message: MessageView): boolean {
  if (!before || isWhisper(before) || before.user !== message.user || message.broadcast) return false;
  return Number(message.ts) - Number(before.ts) < FOLLOWING_S && before.threadTs === message.threadTs;
}
