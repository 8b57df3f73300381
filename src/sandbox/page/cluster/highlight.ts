import { h } from '../dom/element.ts';
import type { WorkloadTones } from './workload-tones.ts';

/** One workload shown off against the others: everything that is its own keeps its colour, the rest steps back. */
export class Highlight {
  readonly #root: HTMLElement;
  readonly #tones: WorkloadTones;
  #pinned: string | undefined;

  constructor(root: HTMLElement, tones: WorkloadTones) {
    this.#root = root;
    this.#tones = tones;
  }

  /** A name that shows off its workload while it is pointed at, and for good when it is pressed. */
  button(workload: string): HTMLElement {
    return h(
      'button',
      {
        class: 'workload',
        attrs: { type: 'button', 'aria-pressed': this.#pinned === workload },
        data: { workload, focus: `workload-${workload}` },
        on: {
          click: () => this.#pin(workload),
          pointerenter: () => this.#show(workload),
          pointerleave: () => this.#show(this.#pinned),
        },
      },
      h('span', {
        class: 'swatch',
        data: { tone: String(this.#tones.of(workload)) },
        attrs: { 'aria-hidden': 'true' },
      }),
      h('span', { class: 'workload-name' }, workload),
    );
  }

  #pin(workload: string): void {
    this.#pinned = this.#pinned === workload ? undefined : workload;
    for (const button of this.#root.querySelectorAll<HTMLElement>('button.workload'))
      button.setAttribute('aria-pressed', String(button.dataset['workload'] === this.#pinned));
    this.#show(this.#pinned);
  }

  #show(workload: string | undefined): void {
    this.#root.classList.toggle('highlighting', workload !== undefined);
    for (const lit of this.#root.querySelectorAll('.tile.lit')) lit.classList.remove('lit');
    if (workload === undefined) return;
    for (const tile of this.#root.querySelectorAll(`.tile[data-workload="${CSS.escape(workload)}"]`))
      tile.classList.add('lit');
  }
}
