import { h } from '../dom/element.ts';
import { drawLink } from './draw-inline.ts';

const INLINE =
  /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|_[^_\s][^_]*_|~~[^~]+~~|\[[^\]]+\]\((?:https?|mailto):[^)\s]+\))/;

/** The part of standard Markdown that apps write into a `markdown` block: headings, lists, quotes, code, emphasis, links. */
export function drawMarkdown(text: string): HTMLElement {
  const root = h('div', { class: 'mrkdwn markdown' });
  const pieces = text.split(/^```.*$/m);
  pieces.forEach((piece, index) => {
    if (index % 2 === 1) root.append(h('pre', {}, piece.trim()));
    else
      root.append(
        ...piece
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(drawLine),
      );
  });
  return root;
}

function drawLine(line: string): HTMLElement {
  const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
  if (heading !== undefined) return h('div', { class: 'heading' }, drawInline(heading));
  const point = /^(\s*)(?:[-*+]|(\d+)\.) (.*)$/.exec(line);
  if (point)
    return h('div', { class: 'line point' }, point[2] ? `${point[2]}. ` : '• ', drawInline(point[3] ?? ''));
  const quote = /^> ?(.*)$/.exec(line)?.[1];
  if (quote !== undefined) return h('blockquote', {}, drawInline(quote));
  return h('div', { class: 'line' }, drawInline(line));
}

function drawInline(text: string): readonly Node[] {
  return text
    .split(INLINE)
    .filter((part) => part !== '')
    .map(drawPart);
}

function drawPart(part: string): Node {
  const link = /^\[([^\]]+)\]\((.+)\)$/.exec(part);
  if (link) return drawLink(link[2] ?? '', [document.createTextNode(link[1] ?? '')]);
  if (/^`.+`$/.test(part)) return h('code', {}, part.slice(1, -1));
  if (/^\*\*.+\*\*$/.test(part)) return h('strong', {}, part.slice(2, -2));
  if (/^~~.+~~$/.test(part)) return h('s', {}, part.slice(2, -2));
  if (/^(\*[^*]+\*|_[^_]+_)$/.test(part)) return h('em', {}, part.slice(1, -1));
  return document.createTextNode(part);
}
