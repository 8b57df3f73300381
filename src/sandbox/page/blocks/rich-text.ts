import type { Child } from '../dom/element.ts';
import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import { drawDate, drawEmoji, drawLink, drawMention } from '../mrkdwn/draw-inline.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import { mentionOf } from '../mrkdwn/reader.ts';
import type { Surface } from './surface.ts';

export function drawRichText(block: Json, { reader }: Surface): HTMLElement {
  return h('div', { class: 'mrkdwn' }, drawRichParts(block, reader));
}

/** The paragraphs, lists and quotes of a `rich_text`, alone or in a cell. */
export function drawRichParts(block: Json, reader: Reader): Child {
  return objectsOf(block['elements']).map((part) => drawPart(part, reader));
}

function drawPart(part: Json, reader: Reader): HTMLElement {
  const elements = objectsOf(part['elements']);
  switch (part['type']) {
    case 'rich_text_list': {
      const items = elements.map((item) => h('li', {}, drawInlines(item, reader)));
      const indent = numberOf(part['indent']) ?? 0;
      return h(part['style'] === 'ordered' ? 'ol' : 'ul', { class: `indent-${Math.min(indent, 4)}` }, items);
    }
    case 'rich_text_quote':
      return h('blockquote', {}, drawInlines(part, reader));
    case 'rich_text_preformatted':
      return h('pre', {}, drawInlines(part, reader));
    default:
      return h('div', { class: 'line' }, drawInlines(part, reader));
  }
}

function drawInlines(part: Json, reader: Reader): Child {
  return objectsOf(part['elements']).map((inline) =>
    styled(objectOf(inline['style']), drawInline(inline, reader)),
  );
}

function drawInline(inline: Json, reader: Reader): Node {
  switch (inline['type']) {
    case 'link': {
      const url = textOf(inline['url']);
      const label = document.createTextNode(textOf(inline['text']) || url);
      return /^(https?|mailto):/i.test(url) ? drawLink(url, [label]) : label;
    }
    case 'user':
      return drawMention(mentionOf(reader, 'user', textOf(inline['user_id'])));
    case 'channel':
      return drawMention(mentionOf(reader, 'channel', textOf(inline['channel_id'])));
    case 'usergroup':
      return drawMention(mentionOf(reader, 'group', textOf(inline['usergroup_id'])));
    case 'broadcast':
      return drawMention(mentionOf(reader, 'broadcast', textOf(inline['range'])));
    case 'emoji':
      return drawEmoji(textOf(inline['name']));
    case 'date':
      return drawDate(
        numberOf(inline['timestamp']) ?? Number.NaN,
        textOf(inline['format']),
        textOf(inline['fallback']),
        reader.now,
      );
    case 'color':
      return h('code', {}, textOf(inline['value']));
    default:
      return document.createTextNode(textOf(inline['text']));
  }
}

const TAGS = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  underline: 'u',
  code: 'code',
  highlight: 'mark',
} as const;

function styled(style: Json, node: Node): Node {
  let outer = node;
  for (const [name, tag] of Object.entries(TAGS)) if (style[name] === true) outer = h(tag, {}, outer);
  return outer;
}
