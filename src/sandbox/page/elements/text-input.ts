import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';
import { placeholderOf } from './options.ts';

const TYPES: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  plain_text_input: 'text',
};

/** A line or several lines of text. Slack itself says what is wrong with it when the form is sent. */
export function drawTextInput(use: ElementUse): HTMLElement {
  const { element } = use;
  const isRich = element['type'] === 'rich_text_input';
  const { attrs, data } = controlAttributes(use);
  const all = {
    ...attrs,
    placeholder: placeholderOf(element, ''),
    maxlength: numberOf(element['max_length']),
    autofocus: element['focus_on_load'] === true,
  };
  const field =
    element['multiline'] === true || isRich
      ? h('textarea', { class: 'field', attrs: { ...all, rows: 4 }, data })
      : h('input', {
          class: 'field',
          attrs: { ...all, type: TYPES[textOf(element['type'])] ?? 'text', inputmode: inputMode(element) },
          data,
        });
  field.value = isRich ? plainOf(use.held) : textOf(use.held);
  const typed = (): unknown => (isRich ? richOf(field.value) : field.value);
  field.addEventListener('input', () => use.keep(typed()));
  field.addEventListener('change', () => use.choose(typed()));
  return field;
}

function inputMode({ type, is_decimal_allowed: decimal }: Json): string | undefined {
  if (type !== 'number_input') return undefined;
  return decimal === true ? 'decimal' : 'numeric';
}

/** One paragraph of unformatted text is all that can be typed here. */
function richOf(text: string): Json {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

function plainOf(held: unknown): string {
  if (typeof held === 'string') return held;
  return objectsOf(objectOf(held)['elements'])
    .flatMap((section) => objectsOf(section['elements']))
    .map((part) => textOf(part['text']))
    .join('');
}
