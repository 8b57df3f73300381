import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { objectsOf, textOf } from '../json.ts';
import { anyText } from '../mrkdwn/any-text.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';

/** Radio buttons or checkboxes. */
export function drawChoices(use: ElementUse): HTMLElement {
  const isRadio = use.element['type'] === 'radio_buttons';
  const chosen = new Set(Array.isArray(use.held) ? use.held.map(String) : [textOf(use.held)]);
  const { attrs } = controlAttributes(use);
  const choose = (value: string, isOn: boolean): void => {
    if (isRadio) return use.choose(value);
    if (isOn) chosen.add(value);
    else chosen.delete(value);
    use.choose([...chosen].filter((one) => one !== ''));
  };
  return h(
    'div',
    { class: 'choices', attrs: { ...attrs, role: isRadio ? 'radiogroup' : 'group' } },
    objectsOf(use.element['options']).map((option) => drawChoice(use, option, isRadio, chosen, choose)),
  );
}

function drawChoice(
  { surface, blockId, actionId }: ElementUse,
  option: Json,
  isRadio: boolean,
  chosen: ReadonlySet<string>,
  choose: (value: string, isOn: boolean) => void,
): HTMLElement {
  const value = textOf(option['value']);
  const box = h('input', {
    attrs: {
      type: isRadio ? 'radio' : 'checkbox',
      name: `${surface.id}/${blockId}/${actionId}`,
      value,
      checked: chosen.has(value),
    },
    data: { focus: `${blockId}/${actionId}/${value}`, action: actionId },
    on: { change: () => choose(value, box.checked) },
  });
  const description = option['description']
    ? h('span', { class: 'faint' }, anyText(option['description'], surface.reader))
    : undefined;
  return h(
    'label',
    { class: 'tick' },
    box,
    h('span', {}, anyText(option['text'], surface.reader), description),
  );
}
