import { h } from '../dom/element.ts';
import { textOf } from '../json.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';
import type { Option } from './options.ts';
import { optionGroups, placeholderOf } from './options.ts';

/** One of many. */
export function drawSelect(use: ElementUse): HTMLElement {
  const { element, surface } = use;
  const { attrs, data } = controlAttributes(use);
  const groups = optionGroups(element, surface.reader.slack);
  const select = h(
    'select',
    {
      class: 'select',
      attrs,
      data,
      on: { change: () => use.choose(select.value === '' ? null : select.value) },
    },
    h('option', { attrs: { value: '' } }, placeholderOf(element, 'Choose')),
    groups.map(({ label, options }) =>
      label === '' ? options.map(drawOption) : h('optgroup', { attrs: { label } }, options.map(drawOption)),
    ),
  );
  select.value = textOf(use.held);
  return select;
}

function drawOption({ value, words }: Option): HTMLElement {
  return h('option', { attrs: { value } }, words);
}
