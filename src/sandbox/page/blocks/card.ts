import { h } from '../dom/element.ts';
import { drawElement } from '../elements/draw-element.ts';
import { useElement } from '../elements/element-use.ts';
import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';
import { anyText } from '../mrkdwn/any-text.ts';
import { plainText } from '../mrkdwn/plain-text.ts';
import { drawPicture } from './media.ts';
import type { Surface } from './surface.ts';

export function drawCard(block: Json, surface: Surface): HTMLElement {
  const { reader } = surface;
  const blockId = textOf(block['block_id']);
  const buttons = objectsOf(block['actions']).map((element) =>
    drawElement(useElement({ element, surface, blockId })),
  );
  return h(
    'div',
    { class: 'card-block' },
    block['hero_image'] ? drawPicture(objectOf(block['hero_image']), 'wide') : undefined,
    block['title'] ? h('strong', {}, anyText(block['title'], reader)) : undefined,
    block['subtitle'] ? h('div', { class: 'faint' }, anyText(block['subtitle'], reader)) : undefined,
    block['body'] ? anyText(block['body'], reader) : undefined,
    buttons.length > 0 && h('div', { class: 'row' }, buttons),
  );
}

export function drawCarousel(block: Json, surface: Surface): HTMLElement {
  return h(
    'div',
    { class: 'carousel' },
    objectsOf(block['elements']).map((card) => drawCard(card, surface)),
  );
}

/** `inside` draws the blocks that it holds. */
export function drawContainer(block: Json, { reader }: Surface, inside: () => HTMLElement): HTMLElement {
  const title = [
    block['title'] ? h('strong', {}, plainText(block['title'])) : undefined,
    block['subtitle'] ? h('div', { class: 'faint' }, anyText(block['subtitle'], reader)) : undefined,
  ];
  if (block['is_collapsible'] !== true) return h('div', { class: 'container-block' }, title, inside());
  const isOpen = block['default_collapsed'] !== true;
  return h(
    'details',
    { class: 'container-block', attrs: { open: isOpen } },
    h('summary', {}, title),
    inside(),
  );
}
