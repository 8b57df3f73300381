import type { ChannelView } from '../../control/view/slack-snapshot.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { keepFocus } from '../dom/keep-focus.ts';
import type { AppState } from '../state/app-state.ts';
import { drawMark } from './avatar.ts';
import { drawPeople } from './people.ts';

/** The workspace: channels of the person, the app, and the people whose eyes one may borrow. */
export class Sidebar {
  readonly element: HTMLElement = h('nav', { class: 'sidebar', attrs: { 'aria-label': 'Workspace' } });
  readonly #state: AppState;

  constructor(state: AppState) {
    this.#state = state;
    state.on(['slack', 'window'], () => this.#draw());
  }

  #draw(): void {
    const { slack, me } = this.#state;
    if (!slack) return;
    const mine = slack.channels.filter(({ kind, members }) => kind === 'channel' && members.includes(me));
    keepFocus(this.element, () => {
      this.element.replaceChildren(
        h('div', { class: 'team' }, slack.team),
        h('h2', {}, 'Channels'),
        h(
          'ul',
          {},
          mine.map((channel) => h('li', {}, this.#channel(channel))),
        ),
        slack.hasHome ? h('h2', {}, 'Apps') : '',
        slack.hasHome ? h('ul', {}, h('li', {}, this.#app(slack.bot.name))) : '',
        drawPeople(this.#state),
      );
      return this.element;
    });
  }

  #channel({ id, name, isPrivate, isExtShared }: ChannelView): HTMLElement {
    const { attention, me, place } = this.#state;
    const calls = attention.calls(me, id);
    const isHere = place.kind === 'channel' && place.channel === id;
    const isUnread = attention.isUnread(me, id) && !isHere;
    return h(
      'button',
      {
        class: `side-item ${isHere ? 'here' : ''} ${isUnread ? 'unread' : ''}`,
        attrs: { type: 'button', 'aria-current': isHere ? 'page' : undefined },
        data: { focus: `channel-${id}` },
        on: { click: () => this.#state.go({ kind: 'channel', channel: id }) },
      },
      icon(isPrivate ? 'lock' : 'hash', 14),
      h('span', { class: 'side-name' }, name),
      isExtShared &&
        h('span', { class: 'shared', attrs: { title: 'Shared with another company' } }, 'shared'),
      isUnread &&
        calls > 0 &&
        h('span', { class: 'count', attrs: { 'aria-label': `${calls} for you` } }, String(calls)),
      isUnread && calls === 0 && h('span', { class: 'visually-hidden' }, 'unread'),
    );
  }

  #app(name: string): HTMLElement {
    const isHere = this.#state.place.kind === 'home';
    return h(
      'button',
      {
        class: `side-item ${isHere ? 'here' : ''}`,
        attrs: { type: 'button', 'aria-current': isHere ? 'page' : undefined },
        data: { focus: 'app-home' },
        on: { click: () => this.#state.go({ kind: 'home' }) },
      },
      h('span', { class: 'side-mark' }, drawMark()),
      h('span', { class: 'side-name' }, name),
    );
  }
}
