import { h } from '../dom/element.ts';
import { objectOf, textOf } from '../json.ts';
import { drawMrkdwn } from './draw-mrkdwn.ts';
import { plainText } from './plain-text.ts';
import type { Reader } from './reader.ts';

/** A text object of either kind. */
export function anyText(text: unknown, reader: Reader): HTMLElement {
  const object = objectOf(text);
  if (object['type'] === 'mrkdwn') return drawMrkdwn(textOf(object['text']), reader);
  return h('div', { class: 'plain-text' }, plainText(object));
}
