import type { ServiceView, WorldView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import { showKeyed } from '../dom/keyed.ts';
import type { Highlight } from './highlight.ts';
import { drawSparkline } from './sparkline.ts';

const NUMBER = new Intl.NumberFormat('en');

/** Every Service with its requests: what people would feel of all this. */
export class Services {
  readonly element: HTMLElement;
  readonly #sum = h('p', { class: 'sum', attrs: { role: 'status' } });
  readonly #list = h('ul', { class: 'services' });
  readonly #highlight: Highlight;

  constructor(highlight: Highlight) {
    this.#highlight = highlight;
    this.element = h(
      'section',
      { class: 'panel requests', attrs: { 'aria-label': 'Requests' } },
      h('div', { class: 'panel-head' }, h('h3', {}, 'Requests'), this.#sum),
      this.#list,
    );
  }

  show({ services }: WorldView): void {
    const ok = services.reduce((sum, service) => sum + service.ok, 0);
    const failed = services.reduce((sum, service) => sum + service.failed, 0);
    this.#sum.className = failed === 0 ? 'sum calm' : 'sum loud';
    this.#sum.replaceChildren(
      h('strong', {}, failed === 0 ? '0 failed' : `${NUMBER.format(failed)} failed`),
      ` of ${NUMBER.format(ok + failed)}`,
    );
    const sorted = services.toSorted((a, b) => a.id.localeCompare(b.id));
    showKeyed(
      this.#list,
      sorted.map((service) => ({
        key: service.id,
        sign: JSON.stringify(service),
        make: () => this.#row(service),
      })),
    );
  }

  #row(service: ServiceView): HTMLElement {
    const { id, ok, failed } = service;
    const share = ok + failed === 0 ? '–' : percent(ok / (ok + failed));
    return h(
      'li',
      { class: failed === 0 ? 'calm' : 'loud' },
      this.#highlight.button(id),
      drawSparkline(service),
      h('span', { class: 'service-share', attrs: { title: 'requests that succeeded' } }, share),
      h('span', { class: 'service-failed' }, failed === 0 ? '0 failed' : `${NUMBER.format(failed)} failed`),
    );
  }
}

/** Never rounded up to 100: one lost request is one lost request. */
function percent(share: number): string {
  if (share === 1) return '100 %';
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}
