import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';

/** Ms between two looks at the clock. */
const TICK_MS = 100;

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

/** The time of the world, which goes on while nothing else happens. */
export function worldClock(state: AppState): HTMLElement {
  const day = h('span', { class: 'clock-day' });
  const time = h('time', {});
  window.setInterval(() => {
    if (!state.world || document.hidden) return;
    const now = state.worldNow();
    day.textContent = DAY.format(now);
    time.textContent = TIME.format(now);
  }, TICK_MS);
  return h('div', { class: 'clock', attrs: { title: 'World time, UTC' } }, day, time);
}
