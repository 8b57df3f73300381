import { HintStrip } from './bar/hint-strip.ts';
import { TopBar } from './bar/top-bar.ts';
import { ClusterPane } from './cluster/cluster-pane.ts';
import { h } from './dom/element.ts';
import { NextPicture } from './dom/next-picture.ts';
import { SlackPane } from './slack/slack-pane.ts';
import { splitter } from './split.ts';
import { AppState } from './state/app-state.ts';
import { followLive } from './state/live.ts';
import { halfTabs } from './tabs.ts';

/** Puts the page together and lets it follow the sandbox. */
function start(): void {
  const pictures = new NextPicture();
  const state = new AppState((run) => pictures.before(run));
  const bar = new TopBar(state);
  const slack = new SlackPane(state);
  const hints = new HintStrip(state, {
    type: (text) => slack.composer.type(text),
    openScenarios: () => void bar.scenarios.open(),
  });
  bar.add(hints.toggle);
  const frame = h('div', { class: 'frame' });
  frame.append(slack.element, splitter(frame), new ClusterPane(state).element);
  document.body.replaceChildren(bar.element, hints.element, halfTabs(frame), frame);
  state.on(['window'], () => {
    document.body.dataset['connection'] = state.connection;
  });
  followLive(state);
}

start();
