import type { EphemeralView, MessageView, PersonView } from '../../control/view/slack-snapshot.ts';
import { drawBlocks } from '../blocks/draw-blocks.ts';
import type { Child } from '../dom/element.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { Json } from '../json.ts';
import { objectsOf, textOf } from '../json.ts';
import { drawEmoji } from '../mrkdwn/draw-inline.ts';
import { drawMrkdwn } from '../mrkdwn/draw-mrkdwn.ts';
import { clockTime } from '../mrkdwn/format-date.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import type { AppState } from '../state/app-state.ts';
import { drawAvatar } from './avatar.ts';
import { messageSurface } from './message-surface.ts';

interface Shown {
  readonly author: PersonView | undefined;
  readonly message: MessageView | EphemeralView;
  /** It follows a message of the same author: no picture, no name. */
  readonly isFollowing: boolean;
  readonly foot?: Child;
  /** What can be done with the message beside what it offers itself. */
  readonly tools?: Child;
  readonly note?: Child;
  readonly class?: string;
}

/** One message: who, when, what, and what hangs below it. */
export function drawMessage(state: AppState, reader: Reader, shown: Shown): HTMLElement {
  const { author, message, isFollowing } = shown;
  const when = timeOf(message);
  return h(
    'article',
    {
      class: `message ${isFollowing ? 'following' : ''} ${shown.class ?? ''}`,
      attrs: { 'aria-label': `${author?.realName ?? message.user}, ${when}` },
      data: { ts: message.ts },
    },
    isFollowing
      ? h('span', { class: 'gutter', attrs: { 'aria-hidden': 'true' } }, when)
      : drawAvatar(author, 'large'),
    h(
      'div',
      { class: 'message-body' },
      shown.note,
      !isFollowing && drawHead(author, when),
      drawContent(state, reader, message),
      shown.foot,
    ),
    shown.tools ? h('div', { class: 'message-tools' }, shown.tools) : undefined,
  );
}

function drawHead(author: PersonView | undefined, when: string): HTMLElement {
  return h(
    'div',
    { class: 'message-head' },
    h('strong', {}, author?.realName ?? 'Slackbot'),
    (author === undefined || author.note === 'app') && h('span', { class: 'badge' }, 'APP'),
    author?.note === 'external' && h('span', { class: 'badge' }, 'EXTERNAL'),
    h('time', { attrs: { title: 'World time, UTC' } }, when),
  );
}

function drawContent(state: AppState, reader: Reader, message: MessageView | EphemeralView): Child {
  if ('deleted' in message && message.deleted) return h('p', { class: 'faint' }, 'This message was deleted.');
  const blocks = objectsOf(message.blocks);
  const isEdited = 'edited' in message && message.edited;
  return [
    blocks.length > 0
      ? drawBlocks(blocks, messageSurface(state, reader, message))
      : drawMrkdwn(message.text, reader),
    'attachments' in message &&
      objectsOf(message.attachments).map((attachment) =>
        h(
          'div',
          { class: 'attachment' },
          drawMrkdwn(textOf(attachment['text']) || textOf(attachment['fallback']), reader),
        ),
      ),
    'files' in message && objectsOf(message.files).map(drawFile),
    isEdited && h('span', { class: 'edited' }, '(edited)'),
    'reactions' in message &&
      message.reactions.map(({ name, users }) =>
        h('span', { class: 'reaction' }, drawEmoji(name), String(users.length)),
      ),
  ];
}

/** A picture is shown; of other files their name. */
function drawFile(file: Json): HTMLElement {
  const name = textOf(file['name']);
  if (textOf(file['filetype']) !== 'png') return h('div', { class: 'file' }, icon('note'), name);
  const alt = textOf(file['alt_txt']) || textOf(file['title']) || name;
  const picture = h('img', { attrs: { src: `/files/${textOf(file['id'])}`, alt } });
  return h(
    'figure',
    { class: 'shared-picture' },
    h('figcaption', {}, textOf(file['title']) || name),
    picture,
  );
}

/** World time where it is known: what the app writes is in world time too. */
export function timeOf({ ts, postedAtWorld }: Pick<MessageView, 'ts' | 'postedAtWorld'>): string {
  return clockTime(postedAtWorld ?? Number(ts) * 1000);
}
