import { h } from './dom/element.ts';
import { remember, remembered } from './state/remembered.ts';

const MIN_PERCENT = 30;
const MAX_PERCENT = 70;
const START_PERCENT = 48;
const STEP_PERCENT = 2;

/** The line between the two halves; it is dragged, or moved with the arrow keys. */
export function splitter(frame: HTMLElement): HTMLElement {
  let percent = Number(remembered('split')) || START_PERCENT;
  const line = h('div', {
    class: 'splitter',
    attrs: {
      role: 'separator',
      tabindex: 0,
      'aria-orientation': 'vertical',
      'aria-label': 'Width of Slack',
      'aria-valuemin': MIN_PERCENT,
      'aria-valuemax': MAX_PERCENT,
    },
    on: {
      pointerdown: (event) => line.setPointerCapture(event.pointerId),
      pointermove: (event) => {
        if (line.hasPointerCapture(event.pointerId)) set((event.clientX / frame.clientWidth) * 100);
      },
      pointerup: () => remember('split', String(percent)),
      keydown: (event) => {
        const by = { ArrowLeft: -STEP_PERCENT, ArrowRight: STEP_PERCENT }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        set(percent + by);
        remember('split', String(percent));
      },
    },
  });
  const set = (to: number): void => {
    percent = Math.min(MAX_PERCENT, Math.max(MIN_PERCENT, to));
    document.documentElement.style.setProperty('--split', `${percent}%`);
    line.setAttribute('aria-valuenow', String(Math.round(percent)));
  };
  set(percent);
  return line;
}
