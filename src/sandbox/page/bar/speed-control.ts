import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';

const STEPS = [1, 2, 5, 10, 20, 50, 100] as const;

/** How fast time goes. Another speed starts drover again, which resumes where it was. */
export class SpeedControl {
  readonly element: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #words = h('output', { class: 'speed-words', attrs: { for: 'speed' } });
  #isBusy = false;

  constructor(state: AppState) {
    this.#range = h('input', {
      attrs: {
        id: 'speed',
        type: 'range',
        min: 0,
        max: STEPS.length - 1,
        step: 1,
        title: 'How fast world time goes. Changing it starts drover again, which resumes where it was.',
      },
      on: {
        input: () => this.#say(stepAt(this.#range.value)),
        change: () => void this.#set(stepAt(this.#range.value)),
      },
    });
    this.element = h(
      'div',
      { class: 'speed' },
      h('label', { attrs: { for: 'speed' } }, 'Speed'),
      this.#range,
      this.#words,
    );
    state.on(['world'], () => {
      const speed = state.world?.clock.speed ?? 1;
      if (this.#isBusy || document.activeElement === this.#range) return;
      this.#range.value = String(nearestStep(speed));
      this.#say(speed);
    });
  }

  async #set(speed: number): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#range.disabled = true;
    this.element.classList.add('busy');
    const answer = await ask('speed', { speed });
    this.#isBusy = false;
    this.#range.disabled = false;
    this.element.classList.remove('busy');
    this.#range.setCustomValidity(answer.ok ? '' : answer.error);
    this.#range.reportValidity();
  }

  #say(speed: number): void {
    this.#words.textContent = `${speed}×`;
    this.#range.setAttribute('aria-valuetext', `${speed} times real time`);
  }
}

function stepAt(value: string): number {
  return STEPS[Number(value)] ?? 1;
}

/** A program may have set a speed that the slider does not have. */
function nearestStep(speed: number): number {
  const distances = STEPS.map((step) => Math.abs(Math.log(step / speed)));
  return distances.indexOf(Math.min(...distances));
}
