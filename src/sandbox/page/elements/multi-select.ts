import { h } from '../dom/element.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';
import type { Option } from './options.ts';
import { optionGroups, placeholderOf } from './options.ts';

/** Several of many: a box that opens on a list of boxes to tick. */
export function drawMultiSelect(use: ElementUse): HTMLElement {
  const options = optionGroups(use.element, use.surface.reader.slack).flatMap((group) => group.options);
  return drawTickList(use, options);
}

function drawTickList(use: ElementUse, options: readonly Option[]): HTMLElement {
  const { attrs, data } = controlAttributes(use);
  const chosen = new Set(Array.isArray(use.held) ? use.held.map(String) : []);
  const words = h('span', {}, summary(use, options, chosen));
  const ticks = options.map((option) => {
    const change = (event: Event): void => {
      if ((event.target as HTMLInputElement).checked) chosen.add(option.value);
      else chosen.delete(option.value);
      words.textContent = summary(use, options, chosen);
      use.choose([...chosen]);
    };
    const box = h('input', {
      attrs: { type: 'checkbox', checked: chosen.has(option.value) },
      on: { change },
    });
    return h('label', { class: 'tick' }, box, option.words);
  });
  return h(
    'details',
    { class: 'multi-select' },
    h('summary', { class: 'select', attrs, data }, words),
    h('div', { class: 'ticks', attrs: { role: 'group', 'aria-labelledby': use.labelledBy } }, ticks),
  );
}

function summary({ element }: ElementUse, options: readonly Option[], chosen: ReadonlySet<string>): string {
  const names = options.filter(({ value }) => chosen.has(value)).map(({ words }) => words);
  return names.length > 0 ? names.join(', ') : placeholderOf(element, 'Choose');
}
