import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { drawMark } from '../slack/avatar.ts';
import type { AppState } from '../state/app-state.ts';
import { openAbout } from './about.ts';
import { droverPill } from './drover-pill.ts';
import { ScenarioMenu } from './scenario-menu.ts';
import { SpeedControl } from './speed-control.ts';
import { storyNote } from './story-note.ts';
import { themeButton } from './theme-button.ts';
import { worldClock } from './world-clock.ts';

/** What steers the sandbox itself. */
export class TopBar {
  readonly element: HTMLElement;
  readonly scenarios: ScenarioMenu;
  readonly #end = h('div', { class: 'bar-end' });

  constructor(state: AppState) {
    this.scenarios = new ScenarioMenu(state);
    const about = h(
      'button',
      {
        class: 'bar-button wide',
        attrs: { type: 'button', title: 'What am I looking at?' },
        on: { click: openAbout },
      },
      icon('help'),
      h('span', { class: 'bar-words' }, 'What is this?'),
    );
    this.#end.append(about, themeButton());
    this.element = h(
      'header',
      { class: 'bar' },
      h('h1', {}, h('span', { class: 'logo' }, drawMark()), 'drover', h('span', {}, 'sandbox')),
      this.scenarios.element,
      storyNote(state),
      h('div', { class: 'bar-space' }),
      droverPill(state),
      new SpeedControl(state).element,
      worldClock(state),
      this.#end,
    );
  }

  /** One more button among the last. */
  add(button: HTMLElement): void {
    this.#end.prepend(button);
  }
}
