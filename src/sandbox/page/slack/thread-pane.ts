import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { showKeyed } from '../dom/keyed.ts';
import type { AppState } from '../state/app-state.ts';
import { Composer } from './composer.ts';
import { messageItem, threadItems } from './message-items.ts';
import { readerOf } from './reader-of.ts';
import { stickToEnd } from './stick-to-end.ts';

/** A thread: its root stays in sight above, the replies scroll below it. */
export class ThreadPane {
  readonly element: HTMLElement;
  readonly #state: AppState;
  readonly #composer: Composer;
  readonly #title = h('span', { class: 'faint' });
  readonly #root = h('div', {
    class: 'thread-root',
    attrs: { tabindex: 0, role: 'group', 'aria-label': 'First message' },
  });
  readonly #count = h('div', { class: 'thread-line' });
  readonly #list = h('div', {
    class: 'messages',
    attrs: { role: 'log', 'aria-label': 'Replies', tabindex: 0 },
  });
  #shown = '';

  constructor(state: AppState) {
    this.#state = state;
    this.#composer = new Composer(state, 'thread');
    const close = h(
      'button',
      {
        class: 'quiet',
        attrs: { type: 'button', 'aria-label': 'Close thread' },
        data: { focus: 'close-thread' },
        on: { click: () => this.#close() },
      },
      icon('close'),
    );
    this.element = h(
      'aside',
      { class: 'thread', attrs: { 'aria-label': 'Thread', hidden: true } },
      h('header', { class: 'channel-head' }, h('h2', {}, 'Thread'), this.#title, close),
      this.#root,
      this.#count,
      this.#list,
      h('div', { class: 'channel-foot' }, this.#composer.element),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.#close();
    });
    state.on(['slack', 'window'], () => this.#draw());
  }

  #close(): void {
    const { place } = this.#state;
    if (place.kind === 'channel') this.#state.go({ kind: 'channel', channel: place.channel });
  }

  #draw(): void {
    const { place } = this.#state;
    const ts = place.kind === 'channel' ? place.thread : undefined;
    this.element.hidden = ts === undefined;
    if (place.kind !== 'channel' || ts === undefined) return;
    const reader = readerOf(this.#state);
    const root = this.#state.messagesIn(place.channel).find((message) => message.ts === ts);
    const items = threadItems(this.#state, reader, place.channel, ts);
    const isNew = this.#shown !== ts;
    this.#shown = ts;
    this.#title.textContent = `#${this.#state.channelOf(place.channel)?.name ?? ''}`;
    const standing = { replies: [], isFollowing: false, isInThread: true };
    showKeyed(this.#root, root ? [messageItem(this.#state, reader, root, standing)] : []);
    this.#count.textContent = items.length === 1 ? '1 reply' : `${items.length} replies`;
    stickToEnd(this.#list, () => showKeyed(this.#list, items));
    if (isNew) this.#list.scrollTop = this.#list.scrollHeight;
    this.#composer.show(place.channel, ts, 'Reply…', true);
  }
}
