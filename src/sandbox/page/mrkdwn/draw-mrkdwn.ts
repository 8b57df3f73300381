import { h } from '../dom/element.ts';
import { drawInlines } from './draw-inline.ts';
import type { Block } from './inline.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { Reader } from './reader.ts';

/** A text in Slack's own markup. */
export function drawMrkdwn(text: string, reader: Reader): HTMLElement {
  return h(
    'div',
    { class: 'mrkdwn' },
    parseMrkdwn(text).map((block) => drawBlock(block, reader)),
  );
}

function drawBlock(block: Block, reader: Reader): HTMLElement {
  switch (block.type) {
    case 'pre':
      return h('pre', {}, block.text);
    case 'quote':
      return h('blockquote', {}, drawLines(block, reader));
    case 'lines':
      return h('div', {}, drawLines(block, reader));
  }
}

/** Indented lines and list points keep their place when they wrap. */
function drawLines(
  { lines }: Block & { readonly type: 'lines' | 'quote' },
  reader: Reader,
): readonly HTMLElement[] {
  return lines.map((line) => {
    const [first] = line;
    const lead =
      first?.type === 'text' ? (/^(\s*)(•|◦|-|\d+\.)?\s/.exec(first.text) ?? undefined) : undefined;
    const kind = lead ? (lead[2] ? 'line point' : 'line inset') : 'line';
    return h('div', { class: line.length === 0 ? 'line empty' : kind }, drawInlines(line, reader));
  });
}
