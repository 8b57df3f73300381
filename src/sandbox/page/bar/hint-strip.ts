import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { keepFocus } from '../dom/keep-focus.ts';
import type { AppState } from '../state/app-state.ts';
import { remembered, remember } from '../state/remembered.ts';
import type { HintAction } from './next-hint.ts';
import { nextHint } from './next-hint.ts';

export interface HintHands {
  /** Puts words into the composer. */
  type(text: string): void;
  openScenarios(): void;
}

/** One line for newcomers: the next thing to do. It goes away when told to, and comes back when asked for. */
export class HintStrip {
  readonly element: HTMLElement = h('div', { class: 'hint-strip', attrs: { role: 'status', hidden: true } });
  readonly toggle: HTMLElement;
  readonly #state: AppState;
  readonly #hands: HintHands;
  #isOn = remembered('hints') !== 'off';
  #sign = '';

  constructor(state: AppState, hands: HintHands) {
    this.#state = state;
    this.#hands = hands;
    this.toggle = h(
      'button',
      {
        class: 'bar-button',
        attrs: { type: 'button', 'aria-label': 'Hints', title: 'Hints', 'aria-pressed': this.#isOn },
        on: { click: () => this.#switch(!this.#isOn) },
      },
      icon('bulb'),
    );
    state.on(['world', 'slack', 'window'], () => this.#draw());
  }

  #switch(isOn: boolean): void {
    this.#isOn = isOn;
    remember('hints', isOn ? 'on' : 'off');
    this.toggle.setAttribute('aria-pressed', String(isOn));
    this.#draw();
  }

  #draw(): void {
    const { world, slack, me, place } = this.#state;
    const thread = place.kind === 'channel' ? place.thread : undefined;
    const hint = this.#isOn && world && slack ? nextHint({ world, slack, me, thread }) : undefined;
    this.element.hidden = hint === undefined;
    const sign = JSON.stringify(hint);
    if (hint === undefined || sign === this.#sign) return;
    this.#sign = sign;
    const { action } = hint;
    keepFocus(this.element, () => {
      this.element.replaceChildren(
        icon('bulb'),
        h('span', {}, hint.text),
        action
          ? h(
              'button',
              {
                class: 'hint-action',
                attrs: { type: 'button' },
                data: { focus: 'hint-action' },
                on: { click: () => this.#do(action) },
              },
              action.label,
            )
          : '',
        h(
          'button',
          {
            class: 'quiet',
            attrs: { type: 'button', 'aria-label': 'Hide hints' },
            on: { click: () => this.#switch(false) },
          },
          icon('close', 12),
        ),
      );
      return this.element;
    });
  }

  #do(action: HintAction): void {
    switch (action.kind) {
      case 'type':
        return this.#hands.type(action.text);
      case 'become':
        return this.#state.become(action.person);
      case 'thread':
        return this.#state.go({ kind: 'channel', channel: action.channel, thread: action.ts });
      case 'scenarios':
        return this.#hands.openScenarios();
    }
  }
}
