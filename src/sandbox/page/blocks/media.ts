import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { textOf } from '../json.ts';
import { plainText } from '../mrkdwn/plain-text.ts';

/**
 * A picture's place with its words: the sandbox works offline and asks no server of others for anything, so pictures
 * are not loaded.
 */
export function drawPicture(element: Json, className: string): HTMLElement {
  const words = textOf(element['alt_text']) || 'picture';
  return h(
    'span',
    { class: `picture ${className}`, attrs: { role: 'img', 'aria-label': words, title: words } },
    words.slice(0, 2),
  );
}

export function drawImage(block: Json): HTMLElement {
  return h(
    'figure',
    {},
    block['title'] ? h('figcaption', {}, plainText(block['title'])) : undefined,
    h('span', { class: 'picture wide', attrs: { role: 'img' } }, textOf(block['alt_text']) || 'picture'),
  );
}

export function drawVideo(block: Json): HTMLElement {
  return h(
    'figure',
    {},
    h('figcaption', {}, plainText(block['title'])),
    h('span', { class: 'picture wide' }, textOf(block['alt_text']) || 'video'),
  );
}

export function drawFile(block: Json): HTMLElement {
  return h('p', { class: 'file' }, `File ${textOf(block['external_id'])}`);
}
