import type { OpenView } from '../../control/view/slack-snapshot.ts';
import { drawBlocks } from '../blocks/draw-blocks.ts';
import { Drafts } from '../blocks/surface.ts';
import { h } from '../dom/element.ts';
import { keepFocus } from '../dom/keep-focus.ts';
import { objectsOf } from '../json.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';
import { drawMark } from './avatar.ts';
import { readerOf } from './reader-of.ts';
import { viewSurface } from './view-surface.ts';

/** The app's home, as it publishes it for each person. */
export class HomePane {
  readonly element: HTMLElement;
  readonly #state: AppState;
  readonly #body = h('div', { class: 'home-body', attrs: { tabindex: 0 } });
  readonly #trouble = h('div', { class: 'trouble-line', attrs: { role: 'alert', hidden: true } });
  #opened = '';
  #drawn = '';
  #drafts = new Drafts();

  constructor(state: AppState) {
    this.#state = state;
    this.element = h(
      'section',
      { class: 'home', attrs: { 'aria-label': 'App home', hidden: true } },
      h(
        'header',
        { class: 'channel-head' },
        h('span', { class: 'side-mark' }, drawMark()),
        h('h2', {}, 'Home'),
      ),
      this.#trouble,
      this.#body,
    );
    state.on(['slack', 'window'], () => this.#draw());
  }

  #draw(): void {
    const { place, me } = this.#state;
    this.element.hidden = place.kind !== 'home';
    if (place.kind !== 'home') {
      this.#opened = '';
      return;
    }
    if (this.#opened !== me) {
      this.#opened = me;
      void ask('home', { user: me });
    }
    const { home } = this.#state.views;
    const sign = JSON.stringify([me, home]);
    if (sign === this.#drawn) return;
    this.#drawn = sign;
    keepFocus(this.#body, () => {
      this.#body.replaceChildren(home ? this.#view(home) : nothingYet(this.#state));
      return this.#body;
    });
  }

  #view(open: OpenView): HTMLElement {
    this.#drafts = new Drafts();
    this.#trouble.hidden = true;
    const surface = viewSurface(this.#state, {
      kind: 'home',
      open,
      drafts: this.#drafts,
      reader: readerOf(this.#state),
      trouble: (sees) => {
        this.#trouble.textContent = sees;
        this.#trouble.hidden = false;
      },
    });
    return drawBlocks(objectsOf(open.view['blocks']), surface);
  }
}

function nothingYet({ slack }: AppState): HTMLElement {
  return h('p', { class: 'faint' }, `${slack?.bot.realName ?? 'The app'} has published no home for you yet.`);
}
