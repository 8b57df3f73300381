import type { MessageView } from '../../control/view/slack-snapshot.ts';
import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';
import { drawAvatar } from './avatar.ts';
import { timeOf } from './message.ts';

/** Faces that are shown below a message. */
const FACES_MAX = 4;

/** Below a message with replies: who, how many, how late; it opens the thread. */
export function drawThreadFoot(
  state: AppState,
  root: MessageView,
  replies: readonly MessageView[],
): HTMLElement | undefined {
  const last = replies.at(-1);
  if (!last) return undefined;
  const faces = [...new Set(replies.map(({ user }) => user))].slice(0, FACES_MAX);
  const people = state.slack?.people ?? [];
  return h(
    'button',
    {
      class: 'thread-foot',
      attrs: { type: 'button' },
      data: { focus: `thread-${root.ts}` },
      on: { click: () => state.go({ kind: 'channel', channel: root.channel, thread: root.ts }) },
    },
    faces.map((face) =>
      drawAvatar(
        people.find(({ id }) => id === face),
        'tiny',
      ),
    ),
    h('span', { class: 'thread-count' }, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    h('span', { class: 'faint' }, `last reply ${timeOf(last)}`),
  );
}
