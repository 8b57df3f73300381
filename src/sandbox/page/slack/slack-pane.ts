import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';
import { ChannelPane } from './channel-pane.ts';
import type { Composer } from './composer.ts';
import { HomePane } from './home-pane.ts';
import { ModalHost } from './modal-host.ts';
import { Sidebar } from './sidebar.ts';
import { ThreadPane } from './thread-pane.ts';
import { Toasts } from './toasts.ts';

/** The workspace as one person sees it. */
export class SlackPane {
  readonly element: HTMLElement;
  readonly composer: Composer;

  constructor(state: AppState) {
    const channel = new ChannelPane(state);
    this.composer = channel.composer;
    this.element = h(
      'section',
      { class: 'slack', attrs: { 'aria-label': 'Slack', id: 'slack' } },
      new Sidebar(state).element,
      h(
        'main',
        { class: 'slack-main' },
        channel.element,
        new HomePane(state).element,
        new ThreadPane(state).element,
      ),
      new ModalHost(state).element,
      new Toasts(state).element,
    );
  }
}
