import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';
import { Budgets } from './budgets.ts';
import { ClusterMap } from './cluster-map.ts';
import { Effects } from './effects.ts';
import { Highlight } from './highlight.ts';
import { Legend } from './legend.ts';
import { Services } from './services.ts';
import { followTips } from './tooltip.ts';
import { WorkloadTones } from './workload-tones.ts';

/** The cluster, and what happens to it. */
export class ClusterPane {
  readonly element: HTMLElement;
  readonly #count = h('span', { class: 'faint' });
  readonly #tones = new WorkloadTones();
  readonly #legend = new Legend();
  readonly #map = new ClusterMap(this.#tones);
  readonly #budgets = new Budgets();
  readonly #effects = new Effects();
  readonly #services: Services;
  #epoch = 0;

  constructor(state: AppState) {
    this.element = h('section', { class: 'cluster', attrs: { 'aria-label': 'Cluster', id: 'cluster' } });
    this.#services = new Services(new Highlight(this.element, this.#tones));
    this.element.append(
      h('header', { class: 'cluster-head' }, h('h2', {}, 'Cluster'), this.#count, this.#legend.element),
      this.#map.element,
      h(
        'div',
        { class: 'panels' },
        this.#services.element,
        h('div', { class: 'panel-stack' }, this.#budgets.element, this.#effects.element),
      ),
    );
    followTips(this.element);
    state.on(['world'], () => this.#draw(state));
  }

  #draw(state: AppState): void {
    const { world } = state;
    if (!world) return;
    if (this.#epoch !== state.epoch) {
      this.#epoch = state.epoch;
      this.#tones.clear();
      this.#map.clear();
    }
    this.#tones.learn(world.pods.filter(({ kind }) => kind !== 'DaemonSet').map(({ workload }) => workload));
    const running = world.nodes.filter(({ stage }) => stage === 'ready').length;
    this.#count.textContent = `${running} of ${world.nodes.length} nodes ready · ${world.podCount} pods`;
    this.#legend.show(world);
    this.#map.show(world);
    this.#services.show(world);
    this.#budgets.show(world);
    this.#effects.show(world);
  }
}
