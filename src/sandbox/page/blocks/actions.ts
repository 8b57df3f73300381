import { h } from '../dom/element.ts';
import { drawElement } from '../elements/draw-element.ts';
import { useElement } from '../elements/element-use.ts';
import type { Json } from '../json.ts';
import { objectsOf, textOf } from '../json.ts';
import type { Surface } from './surface.ts';

/** A row of things to press or choose. */
export function drawActions(block: Json, surface: Surface): HTMLElement {
  const blockId = textOf(block['block_id']);
  return h(
    'div',
    { class: 'row' },
    objectsOf(block['elements']).map((element) => drawElement(useElement({ element, surface, blockId }))),
  );
}
