import { h } from '../dom/element.ts';
import { drawElement } from '../elements/draw-element.ts';
import { useElement } from '../elements/element-use.ts';
import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';
import { anyText } from '../mrkdwn/any-text.ts';
import { drawPicture } from './media.ts';
import type { Surface } from './surface.ts';

/** Text, fields in two columns, and one thing beside them. */
export function drawSection(block: Json, surface: Surface): HTMLElement {
  const { reader } = surface;
  const fields = objectsOf(block['fields']).map((field) => h('div', {}, anyText(field, reader)));
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'section-text' },
      block['text'] ? anyText(block['text'], reader) : undefined,
      fields.length > 0 && h('div', { class: 'fields' }, fields),
    ),
    block['accessory'] ? h('div', { class: 'accessory' }, drawAccessory(block, surface)) : undefined,
  );
}

function drawAccessory(block: Json, surface: Surface): HTMLElement {
  const element = objectOf(block['accessory']);
  if (element['type'] === 'image') return drawPicture(element, 'accessory-image');
  return drawElement(useElement({ element, surface, blockId: textOf(block['block_id']) }));
}
