import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { showKeyed } from '../dom/keyed.ts';
import type { AppState } from '../state/app-state.ts';
import { Composer } from './composer.ts';
import { channelItems } from './message-items.ts';
import { readerOf } from './reader-of.ts';
import { isAtEnd, stickToEnd } from './stick-to-end.ts';

/** A channel: its head, what was said, and the box to write in. */
export class ChannelPane {
  readonly element: HTMLElement;
  readonly composer: Composer;
  readonly #state: AppState;
  readonly #head = h('header', { class: 'channel-head' });
  readonly #list: HTMLElement;
  readonly #jump: HTMLElement;
  #shown = '';

  constructor(state: AppState) {
    this.#state = state;
    this.composer = new Composer(state, 'channel');
    this.#list = h('div', {
      class: 'messages',
      attrs: { role: 'log', 'aria-label': 'Messages', tabindex: 0 },
      on: { scroll: () => this.#offerJump() },
    });
    this.#jump = h(
      'button',
      { class: 'jump', attrs: { type: 'button', hidden: true }, on: { click: () => this.#toEnd() } },
      'Newest messages ↓',
    );
    this.element = h(
      'section',
      { class: 'channel', attrs: { 'aria-label': 'Channel' } },
      this.#head,
      this.#list,
      h('div', { class: 'channel-foot' }, this.#jump, this.composer.element),
    );
    state.on(['slack', 'window'], () => this.#draw());
  }

  #draw(): void {
    const { place, slack, me } = this.#state;
    this.element.hidden = place.kind !== 'channel';
    if (place.kind !== 'channel' || !slack) return;
    const channel = this.#state.channelOf(place.channel);
    const isNewPlace = this.#shown !== `${me}/${place.channel}`;
    this.#shown = `${me}/${place.channel}`;
    this.#state.attention.read(me, place.channel);
    this.#drawHead();
    const items = channel ? channelItems(this.#state, readerOf(this.#state), channel.id) : [];
    stickToEnd(this.#list, () => showKeyed(this.#list, items));
    this.#list.classList.toggle('empty', items.length === 0);
    if (isNewPlace) this.#toEnd();
    this.#offerJump();
    const isOpen = channel?.isArchived === false;
    const placeholder = channel ? `Message #${channel.name}, or / for a command` : 'You are in no channel';
    this.composer.show(place.channel, undefined, placeholder, isOpen);
  }

  #drawHead(): void {
    const { place } = this.#state;
    const channel = place.kind === 'channel' ? this.#state.channelOf(place.channel) : undefined;
    if (!channel) return this.#head.replaceChildren(h('h2', {}, 'No channel'));
    this.#head.replaceChildren(
      h('h2', {}, icon(channel.isPrivate ? 'lock' : 'hash'), channel.name),
      h(
        'span',
        { class: 'faint', attrs: { title: `${channel.members.length} members` } },
        icon('people', 14),
        String(channel.members.length),
      ),
      channel.isExtShared ? h('span', { class: 'badge' }, 'SHARED WITH PARTNER') : '',
      channel.isArchived ? h('span', { class: 'badge' }, 'ARCHIVED') : '',
    );
  }

  #toEnd(): void {
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  #offerJump(): void {
    this.#jump.hidden = isAtEnd(this.#list);
  }
}
