import { h } from './dom/element.ts';

/** On a narrow window one half at a time is shown; these choose which. */
export function halfTabs(frame: HTMLElement): HTMLElement {
  const show = (half: string): void => {
    frame.dataset['half'] = half;
    for (const tab of tabs) tab.setAttribute('aria-selected', String(tab.dataset['half'] === half));
  };
  const tabs = [
    ['slack', 'Slack'],
    ['cluster', 'Cluster'],
  ].map(([half = '', words = '']) =>
    h(
      'button',
      {
        attrs: { type: 'button', role: 'tab', 'aria-controls': half },
        data: { half },
        on: { click: () => show(half) },
      },
      words,
    ),
  );
  show('slack');
  return h('div', { class: 'half-tabs', attrs: { role: 'tablist', 'aria-label': 'Show' } }, tabs);
}
