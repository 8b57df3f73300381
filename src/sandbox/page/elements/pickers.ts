import { h } from '../dom/element.ts';
import { numberOf, textOf } from '../json.ts';
import type { ElementUse } from './element-use.ts';
import { controlAttributes } from './element-use.ts';

const TYPES: Readonly<Record<string, string>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** A date, a time, or both. Everybody in the sandbox lives in UTC. */
export function drawPicker(use: ElementUse): HTMLElement {
  const type = textOf(use.element['type']);
  const { attrs, data } = controlAttributes(use);
  const isBoth = type === 'datetimepicker';
  const input = h('input', {
    class: 'field',
    attrs: { ...attrs, type: TYPES[type] ?? 'text' },
    data,
    on: {
      change: () => {
        if (input.value === '') use.choose(null);
        else use.choose(isBoth ? Date.parse(`${input.value}Z`) / 1000 : input.value);
      },
    },
  });
  const seconds = numberOf(use.held);
  if (!isBoth) input.value = textOf(use.held);
  else if (seconds !== undefined) input.value = new Date(seconds * 1000).toISOString().slice(0, 16);
  return input;
}
