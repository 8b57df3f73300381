import { h } from '../dom/element.ts';
import { numberOf, textOf } from '../json.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';
import type { Option } from './options.ts';
import { placeholderOf, toOption } from './options.ts';

/** Slack asks the app from so many characters on, unless the element says otherwise. */
const QUERY_MIN = 3;
/** Ms after the last key before the app is asked. */
const PAUSE_MS = 250;

/** A select whose options come from the app while somebody types. */
export function drawExternalSelect(use: ElementUse): HTMLElement {
  const { element, surface, blockId, actionId } = use;
  const isMany = textOf(element['type']).startsWith('multi_');
  const min = numberOf(element['min_query_length']) ?? QUERY_MIN;
  const chosen = new Map<string, string>(listOf(use.held).map((value) => [value, value]));
  const list = h('div', { class: 'suggestions' });
  const { attrs, data } = controlAttributes(use);
  const input = h('input', {
    class: 'field',
    attrs: {
      ...attrs,
      type: 'text',
      autocomplete: 'off',
      placeholder: placeholderOf(element, 'Type to search'),
    },
    data,
    on: { input: () => later(), focus: () => later() },
  });
  input.value = [...chosen.values()].join(', ');
  let timer = 0;
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE_MS);
  };
  const ask = async (): Promise<void> => {
    const { value } = input;
    if (value.length < min) return list.replaceChildren();
    const options = (await surface.suggest({ actionId, blockId, value })).map(toOption);
    list.replaceChildren(...options.map((option) => drawSuggestion(option, take)));
    if (options.length === 0) list.replaceChildren(h('span', { class: 'faint' }, 'Nothing found'));
  };
  const take = ({ value, words }: Option): void => {
    if (!isMany) chosen.clear();
    chosen.set(value, words);
    input.value = [...chosen.values()].join(', ');
    list.replaceChildren();
    use.choose(isMany ? [...chosen.keys()] : value);
  };
  return h('div', { class: 'external-select' }, input, list);
}

function drawSuggestion(option: Option, take: (option: Option) => void): HTMLElement {
  return h('button', { attrs: { type: 'button' }, on: { click: () => take(option) } }, option.words);
}

function listOf(held: unknown): readonly string[] {
  if (Array.isArray(held)) return held.map(String);
  return typeof held === 'string' && held !== '' ? [held] : [];
}
