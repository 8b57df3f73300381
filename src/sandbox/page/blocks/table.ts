import type { Child } from '../dom/element.ts';
import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import { drawRichParts } from './rich-text.ts';
import type { Surface } from './surface.ts';

type Rows = readonly (readonly Json[])[];

/** A table whose first row is its head. */
export function drawTable(block: Json, { reader }: Surface): HTMLElement {
  const settings = objectsOf(block['column_settings']);
  return h(
    'div',
    { class: 'table-frame', attrs: { tabindex: 0, role: 'group', 'aria-label': 'Table' } },
    tableOf(rowsOf(block), reader, settings),
  );
}

/** A table that is leafed through. */
export function drawDataTable(block: Json, { reader }: Surface): HTMLElement {
  const [head = [], ...body] = rowsOf(block);
  const size = numberOf(block['page_size']) ?? PAGE_SIZE;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const frame = h('div', {
    class: 'table-frame',
    attrs: { tabindex: 0, role: 'group', 'aria-label': textOf(block['caption']) },
  });
  const where = h('span', { class: 'faint' });
  let page = 0;
  const show = (to: number): void => {
    page = Math.max(0, Math.min(pages - 1, to));
    frame.replaceChildren(tableOf([head, ...body.slice(page * size, (page + 1) * size)], reader, []));
    where.textContent = `${page * size + 1} to ${Math.min(body.length, (page + 1) * size)} of ${body.length}`;
  };
  show(0);
  const turn = (label: string, by: number): HTMLElement =>
    h(
      'button',
      { class: 'button plain', attrs: { type: 'button' }, on: { click: () => show(page + by) } },
      label,
    );
  return h(
    'div',
    {},
    h('div', { class: 'caption' }, textOf(block['caption'])),
    frame,
    pages > 1 && h('div', { class: 'row' }, turn('Back', -1), where, turn('Next', 1)),
  );
}

/** Slack's own, where the block names none. */
const PAGE_SIZE = 5;

function rowsOf(block: Json): Rows {
  return Array.isArray(block['rows']) ? block['rows'].map((row: unknown) => objectsOf(row)) : [];
}

function tableOf([head = [], ...body]: Rows, reader: Reader, settings: readonly Json[]): HTMLElement {
  const look = (index: number): string => {
    const { align, is_wrapped: isWrapped } = objectOf(settings[index]);
    return `align-${textOf(align) || 'left'} ${isWrapped === true ? 'wrapped' : ''}`;
  };
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((cell, index) =>
          h('th', { class: look(index), attrs: { scope: 'col' } }, cellOf(cell, reader)),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      body.map((row) =>
        h(
          'tr',
          {},
          row.map((cell, index) =>
            // What is cut off at the column's end is told when it is pointed at.
            h(
              'td',
              { class: look(index), attrs: { title: textOf(cell['text']) || undefined } },
              cellOf(cell, reader),
            ),
          ),
        ),
      ),
    ),
  );
}

function cellOf(cell: Json, reader: Reader): Child {
  return cell['type'] === 'rich_text' ? drawRichParts(cell, reader) : textOf(cell['text']);
}
