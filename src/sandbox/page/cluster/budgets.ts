import type { BudgetView, WorldView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import { showKeyed } from '../dom/keyed.ts';

/** The disruption budgets: how many pods each would let go now. */
export class Budgets {
  readonly element: HTMLElement;
  readonly #list = h('ul', { class: 'budgets' });

  constructor() {
    this.element = h(
      'section',
      { class: 'panel', attrs: { 'aria-label': 'Disruption budgets' } },
      h(
        'div',
        { class: 'panel-head' },
        h('h3', {}, 'Disruption budgets'),
        h('span', { class: 'key' }, 'may go / healthy'),
      ),
      this.#list,
    );
  }

  show({ budgets }: WorldView): void {
    const sorted = budgets.toSorted((a, b) => a.id.localeCompare(b.id));
    showKeyed(
      this.#list,
      sorted.map((budget) => ({
        key: budget.id,
        sign: JSON.stringify(budget),
        make: () => drawBudget(budget),
      })),
    );
  }
}

function drawBudget({ id, allowed, healthy, wanted, expected, rule, observed }: BudgetView): HTMLElement {
  const state = !observed ? 'unseen' : allowed > 0 ? 'open' : healthy < wanted ? 'short' : 'closed';
  const tip = `${id}\n${rule}\n${healthy} of ${expected} pods healthy, ${wanted} wanted\n${observed ? `${allowed} may go now` : 'not counted by its controller yet'}`;
  return h(
    'li',
    { class: `budget ${state}`, data: { tip }, attrs: { 'aria-label': tip.replaceAll('\n', ', ') } },
    h('span', { class: 'budget-name' }, id),
    h('span', { class: 'budget-count' }, observed ? `${allowed} / ${healthy}` : '…'),
  );
}
