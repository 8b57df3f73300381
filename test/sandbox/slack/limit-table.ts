import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';
import { button, header, mrkdwn, option, plain, section } from './sample-messages.ts';

/** A block for a size, the largest size Slack takes, and what it says of one more. */
export interface Limit {
  readonly name: string;
  readonly max: number;
  readonly block: (size: number) => JsonObject;
  readonly complaint: string;
}

export const x = (size: number): string => 'x'.repeat(size);
export const times = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => make(index));
export const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
export const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  label: plain('l'),
  element,
  ...more,
});
const chars = (max: number, pointer: string): string =>
  `must be less than ${max + 1} characters [json-pointer:/blocks/0/${pointer}]`;
const items = (max: number, pointer: string): string =>
  `no more than ${max} items allowed [json-pointer:/blocks/0/${pointer}]`;
const options = (size: number): JsonObject[] => times(size, (index) => option(`v${index}`, `o${index}`));
export const select = (more: JsonObject): JsonObject => ({
  type: 'static_select',
  action_id: 'a',
  placeholder: plain('p'),
  ...more,
});
const confirm = (more: JsonObject): JsonObject => ({
  title: plain('t'),
  text: plain('t'),
  confirm: plain('c'),
  deny: plain('d'),
  ...more,
});
export const chart = (more: JsonObject): JsonObject => ({
  type: 'data_visualization',
  title: 't',
  chart: { type: 'line', series: [series('s', 2)], axis_config: { categories: ['0', '1'] } },
  ...more,
});
export const series = (name: string, points: number): JsonObject => ({
  name,
  data: times(points, (index) => ({ label: `${index}`, value: index })),
});
export const rows = (count: number, cells: number): JsonObject[][] =>
  times(count, () => times(cells, () => ({ type: 'raw_text', text: 'c' })));

export const LIMITS: readonly Limit[] = [
  { name: 'section text', max: 3000, block: (size) => section(x(size)), complaint: chars(3000, 'text/text') },
  {
    name: 'section fields',
    max: 10,
    block: (size) => ({ type: 'section', fields: times(size, () => mrkdwn('f')) }),
    complaint: items(10, 'fields'),
  },
  {
    name: 'a section field',
    max: 2000,
    block: (size) => ({ type: 'section', fields: [mrkdwn(x(size))] }),
    complaint: chars(2000, 'fields/0/text'),
  },
  { name: 'header', max: 150, block: (size) => header(x(size)), complaint: chars(150, 'text/text') },
  {
    name: 'context elements',
    max: 10,
    block: (size) => ({ type: 'context', elements: times(size, () => mrkdwn('c')) }),
    complaint: items(10, 'elements'),
  },
  {
    name: 'actions elements',
    max: 25,
    block: (size) => actions(...times(size, (index) => button(`a${index}`, 'b', 'v'))),
    complaint: items(25, 'elements'),
  },
  {
    name: 'button text',
    max: 75,
    block: (size) => actions(button('a', x(size), 'v')),
    complaint: chars(75, 'elements/0/text/text'),
  },
  {
    name: 'button value',
    max: 2000,
    block: (size) => actions(button('a', 'b', x(size))),
    complaint: chars(2000, 'elements/0/value'),
  },
  {
    name: 'button url',
    max: 3000,
    block: (size) => actions({ ...button('a', 'b', 'v'), url: x(size) }),
    complaint: chars(3000, 'elements/0/url'),
  },
  {
    name: 'accessibility label',
    max: 75,
    block: (size) => actions({ ...button('a', 'b', 'v'), accessibility_label: x(size) }),
    complaint: chars(75, 'elements/0/accessibility_label'),
  },
  {
    name: 'action_id',
    max: 255,
    block: (size) => actions(button(x(size), 'b', 'v')),
    complaint: chars(255, 'elements/0/action_id'),
  },
  {
    name: 'block_id',
    max: 255,
    block: (size) => ({ ...section('s'), block_id: x(size) }),
    complaint: chars(255, 'block_id'),
  },
  {
    name: 'confirm title',
    max: 100,
    block: (size) => actions({ ...button('a', 'b', 'v'), confirm: confirm({ title: plain(x(size)) }) }),
    complaint: chars(100, 'elements/0/confirm/title/text'),
  },
  {
    name: 'confirm text',
    max: 300,
    block: (size) => actions({ ...button('a', 'b', 'v'), confirm: confirm({ text: mrkdwn(x(size)) }) }),
    complaint: chars(300, 'elements/0/confirm/text/text'),
  },
  {
    name: 'confirm button',
    max: 30,
    block: (size) => actions({ ...button('a', 'b', 'v'), confirm: confirm({ confirm: plain(x(size)) }) }),
    complaint: chars(30, 'elements/0/confirm/confirm/text'),
  },
  {
    name: 'deny button',
    max: 30,
    block: (size) => actions({ ...button('a', 'b', 'v'), confirm: confirm({ deny: plain(x(size)) }) }),
    complaint: chars(30, 'elements/0/confirm/deny/text'),
  },
  {
    name: 'select options',
    max: 100,
    block: (size) => actions(select({ options: options(size) })),
    complaint: items(100, 'elements/0/options'),
  },
  {
    name: 'option groups',
    max: 100,
    block: (size) =>
      actions(select({ option_groups: times(size, () => ({ label: plain('g'), options: options(1) })) })),
    complaint: items(100, 'elements/0/option_groups'),
  },
  {
    name: 'options of a group',
    max: 100,
    block: (size) => actions(select({ option_groups: [{ label: plain('g'), options: options(size) }] })),
    complaint: items(100, 'elements/0/option_groups/0/options'),
  },
  {
    name: 'option text',
    max: 75,
    block: (size) => actions(select({ options: [option('v', x(size))] })),
    complaint: chars(75, 'elements/0/options/0/text/text'),
  },
  {
    name: 'option value',
    max: 75,
    block: (size) => actions(select({ options: [option(x(size), 'o')] })),
    complaint: chars(75, 'elements/0/options/0/value'),
  },
  {
    name: 'option description',
    max: 75,
    block: (size) => actions(select({ options: [{ ...option('v', 'o'), description: plain(x(size)) }] })),
    complaint: chars(75, 'elements/0/options/0/description/text'),
  },
  {
    name: 'placeholder',
    max: 150,
    block: (size) => actions(select({ placeholder: plain(x(size)), options: options(1) })),
    complaint: chars(150, 'elements/0/placeholder/text'),
  },
  {
    name: 'checkboxes',
    max: 10,
    block: (size) => actions({ type: 'checkboxes', action_id: 'a', options: options(size) }),
    complaint: items(10, 'elements/0/options'),
  },
  {
    name: 'radio buttons',
    max: 10,
    block: (size) => actions({ type: 'radio_buttons', action_id: 'a', options: options(size) }),
    complaint: items(10, 'elements/0/options'),
  },
  {
    name: 'overflow',
    max: 5,
    block: (size) => actions({ type: 'overflow', action_id: 'a', options: options(size) }),
    complaint: items(5, 'elements/0/options'),
  },
  {
    name: 'input label',
    max: 2000,
    block: (size) => input({ type: 'plain_text_input', action_id: 'a' }, { label: plain(x(size)) }),
    complaint: chars(2000, 'label/text'),
  },
  {
    name: 'image alt text',
    max: 2000,
    block: (size) => ({ type: 'image', image_url: 'https://x.example/i.png', alt_text: x(size) }),
    complaint: chars(2000, 'alt_text'),
  },
  {
    name: 'table rows',
    max: 100,
    block: (size) => ({ type: 'table', rows: rows(size, 1) }),
    complaint: items(100, 'rows'),
  },
  {
    name: 'table cells',
    max: 20,
    block: (size) => ({ type: 'table', rows: rows(1, size) }),
    complaint: items(20, 'rows/0'),
  },
  {
    name: 'data table rows',
    max: 101,
    block: (size) => ({ type: 'data_table', caption: 'c', rows: rows(size, 1) }),
    complaint: items(101, 'rows'),
  },
  { name: 'chart title', max: 50, block: (size) => chart({ title: x(size) }), complaint: chars(50, 'title') },
  {
    name: 'chart segments',
    max: 6,
    block: (size) =>
      chart({ chart: { type: 'pie', segments: times(size, (index) => ({ label: `${index}`, value: 1 })) } }),
    complaint: items(6, 'chart/segments'),
  },
  {
    name: 'chart series',
    max: 6,
    block: (size) =>
      chart({
        chart: {
          type: 'bar',
          series: times(size, (index) => series(`s${index}`, 2)),
          axis_config: { categories: ['0', '1'] },
        },
      }),
    complaint: items(6, 'chart/series'),
  },
  {
    name: 'card body',
    max: 200,
    block: (size) => ({ type: 'card', body: mrkdwn(x(size)) }),
    complaint: chars(200, 'body/text'),
  },
  {
    name: 'card buttons',
    max: 3,
    block: (size) => ({
      type: 'card',
      title: mrkdwn('t'),
      actions: times(size, (index) => button(`a${index}`, 'b', 'v')),
    }),
    complaint: items(3, 'actions'),
  },
  {
    name: 'carousel cards',
    max: 10,
    block: (size) => ({
      type: 'carousel',
      elements: times(size, () => ({ type: 'card', title: mrkdwn('t') })),
    }),
    complaint: items(10, 'elements'),
  },
  {
    name: 'container children',
    max: 10,
    block: (size) => ({
      type: 'container',
      title: plain('t'),
      child_blocks: times(size, () => section('s')),
    }),
    complaint: items(10, 'child_blocks'),
  },
];
