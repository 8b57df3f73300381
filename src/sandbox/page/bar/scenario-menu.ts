import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { openMenu } from '../dom/menu.ts';
import type { AppState } from '../state/app-state.ts';
import { ask, read } from '../state/ask.ts';
import { objectsOf, textOf } from '../json.ts';

/** Which story is played: a menu with a sentence about each, and a button that begins it again. */
export class ScenarioMenu {
  readonly element: HTMLElement;
  readonly #state: AppState;
  readonly #button: HTMLButtonElement;
  readonly #title = h('span', {}, '…');

  constructor(state: AppState) {
    this.#state = state;
    this.#button = h(
      'button',
      {
        class: 'bar-button wide',
        attrs: { type: 'button', 'aria-haspopup': 'menu', 'aria-label': 'Scenario' },
        on: { click: () => void this.open() },
      },
      this.#title,
      icon('chevron', 14),
    );
    const restart = h(
      'button',
      {
        class: 'bar-button',
        attrs: {
          type: 'button',
          'aria-label': 'Begin this scenario again',
          title: 'Begin this scenario again',
        },
        on: { click: () => void this.#reset({}) },
      },
      icon('restart'),
    );
    this.element = h('div', { class: 'scenario' }, this.#button, restart);
    state.on(['world'], () => {
      const { title = '', about = '' } = state.world?.scenario ?? {};
      this.#title.textContent = title;
      this.#button.title = about;
      this.#button.setAttribute('aria-label', `Scenario: ${title}`);
    });
  }

  async open(): Promise<void> {
    const scenarios = objectsOf(await read('scenarios'));
    const items = scenarios.map(({ name, title, about }) => ({
      label: [h('strong', {}, textOf(title)), h('span', {}, textOf(about))],
      isChosen: name === this.#state.world?.scenario.name,
      choose: () => void this.#reset({ scenario: textOf(name) }),
    }));
    openMenu(this.#button, items, 'Scenarios', 'scenario-menu');
  }

  async #reset(wish: { readonly scenario?: string }): Promise<void> {
    await whileWaiting('Building the world…', () => ask('reset', wish));
  }
}

/** Veils the page while the world behind it is made anew. */
async function whileWaiting(words: string, act: () => ReturnType<typeof ask>): Promise<void> {
  const veil = h('div', { class: 'veil', attrs: { role: 'status' } }, h('span', {}, words));
  document.body.append(veil);
  const answer = await act();
  if (answer.ok) veil.remove();
  else {
    const close = h(
      'button',
      { class: 'button plain', attrs: { type: 'button' }, on: { click: () => veil.remove() } },
      'Close',
    );
    veil.replaceChildren(h('span', { attrs: { role: 'alert' } }, answer.error), close);
    close.focus();
  }
}
