import { h } from '../dom/element.ts';
import { drawElement } from '../elements/draw-element.ts';
import { useElement } from '../elements/element-use.ts';
import type { Json } from '../json.ts';
import { objectOf, textOf } from '../json.ts';
import { plainText } from '../mrkdwn/plain-text.ts';
import type { Surface } from './surface.ts';

/** A field of a form: label, control, hint, and what is wrong with it. */
export function drawInput(block: Json, surface: Surface): HTMLElement {
  const blockId = textOf(block['block_id']);
  const id = `${surface.id}-${blockId}`;
  const error = surface.errors[blockId];
  const isOptional = block['optional'] === true;
  const said = error ?? (block['hint'] ? textOf(objectOf(block['hint'])['text']) : undefined);
  const use = useElement({
    element: objectOf(block['element']),
    surface,
    blockId,
    labelledBy: `${id}-label`,
    ...(said === undefined ? {} : { describedBy: `${id}-said` }),
    form: { dispatch: block['dispatch_action'] === true },
  });
  return h(
    'div',
    { class: error === undefined ? '' : 'invalid' },
    h(
      'div',
      { class: 'label', attrs: { id: `${id}-label` } },
      plainText(block['label']),
      isOptional && h('span', { class: 'faint' }, ' (optional)'),
    ),
    drawElement(use),
    said !== undefined &&
      h('div', { class: error === undefined ? 'hint' : 'error', attrs: { id: `${id}-said` } }, said),
  );
}
