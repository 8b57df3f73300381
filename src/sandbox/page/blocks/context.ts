import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { objectsOf } from '../json.ts';
import { anyText } from '../mrkdwn/any-text.ts';
import { drawPicture } from './media.ts';
import type { Surface } from './surface.ts';

/** Small print and small pictures in a row. */
export function drawContext(block: Json, { reader }: Surface): HTMLElement {
  return h(
    'div',
    { class: 'row' },
    objectsOf(block['elements']).map((element) =>
      element['type'] === 'image' ? drawPicture(element, 'context-image') : anyText(element, reader),
    ),
  );
}
