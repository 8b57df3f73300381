import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';

/** How this story must end; and, once it has, whether it did. */
export function storyNote(state: AppState): HTMLElement {
  const note = h('span', { class: 'story', attrs: { role: 'status' } });
  state.on(['world'], () => {
    const story = state.world?.story;
    note.hidden = !story;
    if (!story) return;
    const { expected, outcome } = story;
    const text =
      outcome === undefined
        ? `must end: ${expected}`
        : outcome === expected
          ? `ended: ${outcome}, as it must`
          : `ended: ${outcome}, not ${expected}`;
    note.dataset['state'] = outcome === undefined ? 'open' : outcome === expected ? 'good' : 'bad';
    if (note.textContent !== text) note.textContent = text;
  });
  return note;
}
