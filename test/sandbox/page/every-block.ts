import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text });
const option = (value: string): JsonObject => ({ text: plain(value.toUpperCase()), value });
const options = [option('a'), option('b')];
const image = { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'a picture' };
const rich = (text: string): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const cell = (text: string): JsonObject => ({ type: 'raw_text', text });
const placeholder = plain('Choose');

/** Every element that stands in a row of actions. */
const EVERY_ACTION: readonly JsonObject[] = [
  { type: 'button', action_id: 'b1', text: plain('Plain') },
  { type: 'button', action_id: 'b2', text: plain('Primary :rocket:'), style: 'primary' },
  { type: 'button', action_id: 'b3', text: plain('Link'), url: 'https://a.example/' },
  { type: 'workflow_button', action_id: 'b4', text: plain('Workflow'), workflow: {} },
  { type: 'overflow', action_id: 'o1', options },
  { type: 'static_select', action_id: 's1', placeholder, options },
  {
    type: 'static_select',
    action_id: 's2',
    placeholder,
    option_groups: [{ label: plain('Letters'), options }],
  },
  { type: 'external_select', action_id: 's3', placeholder },
  { type: 'users_select', action_id: 's4', placeholder },
  { type: 'channels_select', action_id: 's5', placeholder },
  { type: 'conversations_select', action_id: 's6', placeholder },
  { type: 'multi_static_select', action_id: 'm1', placeholder, options },
  { type: 'multi_external_select', action_id: 'm2', placeholder },
  { type: 'multi_users_select', action_id: 'm3', placeholder },
  { type: 'multi_channels_select', action_id: 'm4', placeholder },
  { type: 'multi_conversations_select', action_id: 'm5', placeholder },
  { type: 'datepicker', action_id: 'd1', initial_date: '2026-11-21' },
  { type: 'timepicker', action_id: 'd2', initial_time: '09:30' },
  { type: 'datetimepicker', action_id: 'd3', initial_date_time: 1_795_257_120 },
  {
    type: 'checkboxes',
    action_id: 'c1',
    options: [{ ...option('a'), description: mrkdwn('*first*') }, option('b')],
  },
  { type: 'radio_buttons', action_id: 'c2', options, initial_option: option('b') },
];

const INLINES = [
  {
    type: 'text',
    text: 'bold',
    style: { bold: true, italic: true, strike: true, code: true, underline: true },
  },
  { type: 'link', url: 'https://a.example/', text: 'link' },
  { type: 'user', user_id: 'U0ANN000000' },
  { type: 'channel', channel_id: 'C0OPSPROD00' },
  { type: 'usergroup', usergroup_id: 'S0APPROVERS' },
  { type: 'broadcast', range: 'here' },
  { type: 'emoji', name: 'warning' },
  { type: 'date', timestamp: 1_795_257_120, format: '{date_short_pretty} {time}', fallback: 'then' },
  { type: 'color', value: '#ff0000' },
];

const RICH_TEXT = {
  type: 'rich_text',
  elements: [
    { type: 'rich_text_section', elements: INLINES },
    {
      type: 'rich_text_list',
      style: 'bullet',
      indent: 1,
      elements: [rich('').elements, rich('x').elements].flat(),
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [{ type: 'rich_text_section', elements: INLINES.slice(0, 1) }],
    },
    { type: 'rich_text_quote', elements: INLINES.slice(0, 2) },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'kubectl get pods' }] },
  ],
};

function chart(type: string): JsonObject {
  const series = [1, 2].map((number) => ({
    name: `s${number}`,
    data: ['x', 'y', 'z'].map((label, index) => ({ label, value: index * number })),
  }));
  const plotted = { type, series, axis_config: { categories: ['x', 'y', 'z'] } };
  const pie = {
    type,
    segments: [
      { label: 'done', value: 2 },
      { label: 'left', value: 4 },
    ],
  };
  return { type: 'data_visualization', title: `A ${type} chart`, chart: type === 'pie' ? pie : plotted };
}

const CARD = {
  type: 'card',
  title: mrkdwn('*Card*'),
  subtitle: mrkdwn('sub'),
  body: mrkdwn('body'),
  actions: EVERY_ACTION.slice(0, 1),
};
const TASK = {
  type: 'task_card',
  task_id: 't1',
  title: 'Drain',
  status: 'in_progress',
  details: rich('14 of 23'),
};
const ROWS = [
  ['Node', 'AMI'],
  ['ip-1', 'ami-1'],
  ['ip-2', 'ami-1'],
  ['ip-3', 'ami-2'],
].map((row) => row.map(cell));

/** Every block that a message may hold. */
export const EVERY_BLOCK: readonly JsonObject[] = [
  { type: 'header', text: plain('Header') },
  {
    type: 'section',
    text: mrkdwn('*text* `code`'),
    fields: [mrkdwn('*A*\n1'), plain('B')],
    accessory: image,
  },
  ...EVERY_ACTION.filter(({ type }) => type !== 'datetimepicker').map((accessory) => ({
    type: 'section',
    text: plain('With'),
    accessory,
  })),
  { type: 'divider' },
  { type: 'context', elements: [image, mrkdwn('<!date^1795257120^{time}|x>'), plain('plain')] },
  { type: 'actions', elements: EVERY_ACTION },
  { ...image, title: plain('Picture') },
  {
    type: 'video',
    title: plain('Video'),
    alt_text: 'a video',
    video_url: 'https://a.example',
    thumbnail_url: 'https://a.example',
  },
  { type: 'file', source: 'remote', external_id: 'F1' },
  RICH_TEXT,
  {
    type: 'markdown',
    text: '# Title\n- point **bold** _it_ `code`\n1. one\n> quote\n[link](https://a.example)\n```\npre\n```',
  },
  { type: 'table', rows: ROWS, column_settings: [{ align: 'right' }] },
  { type: 'data_table', caption: 'Nodes', page_size: 2, rows: ROWS },
  ...['bar', 'line', 'area', 'pie'].map(chart),
  CARD,
  { type: 'carousel', elements: [CARD, CARD] },
  { type: 'container', title: plain('Box'), is_collapsible: true, child_blocks: [{ type: 'divider' }] },
  { type: 'plan', title: 'Plan', tasks: [TASK, { ...TASK, status: 'error' }] },
  TASK,
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'f1',
        positive_button: { text: plain('Good'), value: '1' },
        negative_button: { text: plain('Bad'), value: '0' },
      },
    ],
  },
];

/** A form with every field. */
export const EVERY_FIELD: readonly JsonObject[] = [
  { type: 'alert', level: 'warning', text: mrkdwn('*Careful*') },
  ...[
    ...EVERY_ACTION.filter(({ type }) => !/^(button|workflow_button|overflow)$/.test(String(type))),
    { type: 'plain_text_input', action_id: 't1', initial_value: 'x' },
    { type: 'plain_text_input', action_id: 't2', multiline: true, max_length: 10 },
    { type: 'number_input', action_id: 't3', is_decimal_allowed: false },
    { type: 'email_text_input', action_id: 't4' },
    { type: 'url_text_input', action_id: 't5' },
    { type: 'rich_text_input', action_id: 't6', initial_value: rich('rich') },
  ].map((element: JsonObject, index) => ({
    type: 'input',
    block_id: `field-${index}`,
    label: plain(`Field ${String(element['action_id'])}`),
    optional: true,
    element,
  })),
];
