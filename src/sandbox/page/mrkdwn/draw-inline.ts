import { h } from '../dom/element.ts';
import { emojiOf } from './emoji.ts';
import { formatDate } from './format-date.ts';
import type { Inline } from './inline.ts';
import type { Reader } from './reader.ts';
import { mentionOf } from './reader.ts';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

export function drawInlines(inlines: readonly Inline[], reader: Reader): readonly Node[] {
  return inlines.map((inline) => drawInline(inline, reader));
}

function drawInline(inline: Inline, reader: Reader): Node {
  switch (inline.type) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'code':
      return h('code', {}, inline.text);
    case 'bold':
    case 'italic':
    case 'strike':
      return h(TAGS[inline.type], {}, drawInlines(inline.inside, reader));
    case 'link':
      return drawLink(inline.url, drawInlines(inline.inside, reader));
    case 'user':
    case 'channel':
    case 'group':
      return drawMention(mentionOf(reader, inline.type, inline.id, inline.label));
    case 'broadcast':
      return drawMention(mentionOf(reader, 'broadcast', inline.range));
    case 'date':
      return drawDate(inline.epoch, inline.format, inline.fallback, reader.now);
    case 'emoji':
      return drawEmoji(inline.name);
  }
}

/** `label`: text nodes. The address is opened apart from this page, and is not told of it. */
export function drawLink(url: string, label: readonly Node[]): HTMLElement {
  return h('a', { attrs: { href: url, target: '_blank', rel: 'noopener noreferrer' } }, label);
}

export function drawMention({
  words,
  isMe,
}: {
  readonly words: string;
  readonly isMe: boolean;
}): HTMLElement {
  return h('span', { class: isMe ? 'mention me' : 'mention' }, words);
}

export function drawDate(epoch: number, format: string, fallback: string, now: number): HTMLElement {
  const at = new Date(epoch * 1000);
  if (Number.isNaN(at.getTime())) return h('span', {}, fallback);
  return h(
    'time',
    { attrs: { datetime: at.toISOString(), title: at.toUTCString() } },
    formatDate(epoch, format, now),
  );
}

export function drawEmoji(name: string): HTMLElement {
  const drawn = emojiOf(name);
  if (drawn === undefined) return h('span', {}, `:${name}:`);
  return h(
    'span',
    { class: 'emoji', attrs: { role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` } },
    drawn,
  );
}
