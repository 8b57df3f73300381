import type { OpenView } from '../../control/view/slack-snapshot.ts';
import { drawBlocks } from '../blocks/draw-blocks.ts';
import { Drafts } from '../blocks/surface.ts';
import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { keepFocus } from '../dom/keep-focus.ts';
import { objectsOf } from '../json.ts';
import { plainText } from '../mrkdwn/plain-text.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';
import { drawMark } from './avatar.ts';
import { readerOf } from './reader-of.ts';
import { viewSurface } from './view-surface.ts';

/**
 * The modal on top of the person's stack. It closes when Slack says so, not when a button is pressed. It lies over Slack
 * alone: the cluster goes on beside it, and the controls of the sandbox can be used.
 */
export class ModalHost {
  readonly element: HTMLElement;
  readonly #dialog = h('dialog', { class: 'modal', attrs: { 'aria-labelledby': 'modal-title' } });
  readonly #state: AppState;
  readonly #drafts = new Map<string, Drafts>();
  #drawn = '';
  #trouble: string | undefined;

  constructor(state: AppState) {
    this.#state = state;
    this.element = h('div', { class: 'modal-layer', attrs: { hidden: true } }, this.#dialog);
    document.addEventListener('keydown', (event) => {
      // A dialog of the browser's own, as a confirmation is, hears Escape first.
      const isOurs = this.#dialog.open && document.querySelector('dialog:modal') === null;
      if (event.key === 'Escape' && !event.defaultPrevented && isOurs) void this.#close(true);
    });
    state.on(['slack', 'window'], () => this.#draw());
  }

  #draw(): void {
    const stack = this.#state.views.modals;
    const top = stack.at(-1);
    if (!top) {
      this.#drafts.clear();
      this.#drawn = '';
      this.#trouble = undefined;
      this.#show(false);
      return;
    }
    const sign = JSON.stringify([top, stack.length, this.#trouble, this.#state.me]);
    if (sign === this.#drawn) return;
    this.#drawn = sign;
    keepFocus(this.#dialog, () => {
      this.#dialog.replaceChildren(this.#form(top, stack.length));
      return this.#dialog;
    });
    this.#show(true);
    const wrong = this.#dialog.querySelector('[aria-invalid=true]');
    if (wrong instanceof HTMLElement) wrong.focus();
  }

  #show(isOpen: boolean): void {
    if (this.#dialog.open === isOpen) return;
    this.element.hidden = !isOpen;
    for (const beside of this.element.parentElement?.children ?? [])
      if (beside instanceof HTMLElement && beside.matches('nav, main')) beside.inert = isOpen;
    if (isOpen) this.#dialog.show();
    else this.#dialog.close();
  }

  #form(open: OpenView, depth: number): HTMLElement {
    const { view } = open;
    const drafts = this.#drafts.get(open.id) ?? new Drafts();
    this.#drafts.set(open.id, drafts);
    const surface = viewSurface(this.#state, {
      kind: 'modal',
      open,
      drafts,
      reader: readerOf(this.#state),
      trouble: (sees) => this.#say(sees),
    });
    const submit = h(
      'button',
      { class: 'button primary', attrs: { type: 'submit' } },
      plainText(view['submit']),
    );
    const form = h(
      'form',
      { attrs: { novalidate: true } },
      this.#head(view, depth),
      this.#trouble !== undefined &&
        h('div', { class: 'trouble-line', attrs: { role: 'alert' } }, this.#trouble),
      h(
        'div',
        { class: 'modal-body', attrs: { tabindex: 0 } },
        drawBlocks(objectsOf(view['blocks']), surface),
      ),
      h(
        'footer',
        {},
        this.#button(view['close'] ?? { text: 'Close' }, () => this.#close(false)),
        view['submit'] ? submit : undefined,
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit(open, drafts, submit);
    });
    return form;
  }

  #head(view: OpenView['view'], depth: number): HTMLElement {
    return h(
      'header',
      {},
      depth > 1 &&
        h(
          'button',
          {
            class: 'quiet',
            attrs: { type: 'button', 'aria-label': 'Back' },
            on: { click: () => void this.#close(false) },
          },
          icon('back'),
        ),
      h('span', { class: 'side-mark' }, drawMark()),
      h('h2', { attrs: { id: 'modal-title' } }, plainText(view['title'])),
      h(
        'button',
        {
          class: 'quiet',
          attrs: { type: 'button', 'aria-label': 'Close' },
          on: { click: () => void this.#close(true) },
        },
        icon('close'),
      ),
    );
  }

  #button(words: unknown, press: () => Promise<void>): HTMLElement {
    return h(
      'button',
      { class: 'button plain', attrs: { type: 'button' }, on: { click: () => void press() } },
      plainText(words),
    );
  }

  async #submit({ id }: OpenView, drafts: Drafts, button: HTMLElement): Promise<void> {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    const answer = await ask('submit', { user: this.#state.me, viewId: id, values: drafts.all() });
    button.removeAttribute('aria-busy');
    // Wrong fields come with the view itself, as it stands in Slack now.
    const isFields = !answer.ok && Object.keys(answer.errors).length > 0;
    this.#say(answer.ok || isFields ? undefined : answer.sees);
  }

  async #close(all: boolean): Promise<void> {
    const top = this.#state.views.modals.at(-1);
    if (!top) return;
    const answer = await ask('close', { user: this.#state.me, viewId: top.id, all });
    if (!answer.ok) this.#say(answer.sees);
  }

  #say(trouble: string | undefined): void {
    this.#trouble = trouble;
    this.#draw();
  }
}
