import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { objectsOf, objectOf, textOf } from '../json.ts';
import { drawRichParts } from './rich-text.ts';
import type { Surface } from './surface.ts';

const MARKS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◐', complete: '●', error: '✕' };

/** A list of tasks; an edit closes it for everybody, as in Slack. */
export function drawPlan(block: Json, surface: Surface): HTMLElement {
  return h(
    'details',
    { class: 'plan-block' },
    h('summary', {}, textOf(block['title'])),
    objectsOf(block['tasks']).map((task) => drawTask(task, surface)),
  );
}

export function drawTask(task: Json, { reader }: Surface): HTMLElement {
  const status = textOf(task['status']);
  return h(
    'div',
    { class: `task ${status}` },
    h('span', { attrs: { role: 'img', 'aria-label': status.replaceAll('_', ' ') } }, MARKS[status] ?? '○'),
    h('span', {}, textOf(task['title'])),
    task['details']
      ? h('div', { class: 'faint' }, drawRichParts(objectOf(task['details']), reader))
      : undefined,
  );
}
