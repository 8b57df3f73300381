import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { AppState } from '../state/app-state.ts';
import type { Toast } from '../state/attention.ts';

/** Ms for which a notice stands. */
const STANDS_MS = 7_000;
const SHOWN_MAX = 3;

/** Notices of new messages that mean the person: mentions, and replies that were sent to the channel too. */
export class Toasts {
  readonly element: HTMLElement = h('div', {
    class: 'toasts',
    attrs: { role: 'status', 'aria-live': 'polite' },
  });
  readonly #state: AppState;

  constructor(state: AppState) {
    this.#state = state;
    state.on(['slack'], () => {
      for (const toast of state.attention.takeToasts()) this.#show(toast);
    });
  }

  #show(toast: Toast): void {
    const open = h(
      'button',
      { class: 'toast-open', attrs: { type: 'button' }, on: { click: () => this.#open(toast, box) } },
      h('strong', {}, toast.title),
      h('span', {}, toast.text),
    );
    const close = h(
      'button',
      {
        class: 'quiet',
        attrs: { type: 'button', 'aria-label': 'Dismiss' },
        on: { click: () => box.remove() },
      },
      icon('close', 12),
    );
    const box = h('div', { class: 'toast' }, open, close);
    this.element.append(box);
    while (this.element.childElementCount > SHOWN_MAX) this.element.firstElementChild?.remove();
    window.setTimeout(() => box.remove(), STANDS_MS);
  }

  #open({ person, channel, ts, threadTs }: Toast, box: HTMLElement): void {
    box.remove();
    if (this.#state.me !== person) this.#state.become(person);
    this.#state.go({ kind: 'channel', channel, ...(threadTs === undefined ? {} : { thread: threadTs }) });
    document.querySelector(`[data-ts="${CSS.escape(ts)}"]`)?.scrollIntoView({ block: 'nearest' });
  }
}
