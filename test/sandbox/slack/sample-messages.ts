import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';

/** Messages of the kinds a rollout sends, and a few that use the rarer blocks. All hold every limit. */
export const SAMPLE_MESSAGES: Readonly<Record<string, JsonObject>> = {
  planning: {
    text: 'R-8QF2M planning: prod/workers (by Ann)',
    blocks: [
      header('R-8QF2M · prod / workers'),
      section('Planning: reading 24 nodes, budgets, capacity …'),
      context('asked by <@U0ANN000000>'),
    ],
  },
  report: {
    text: 'R-8QF2M prod/workers: 11 checks passed, 2 warnings, 0 blockers',
    blocks: [
      header('R-8QF2M · prod / workers'),
      {
        type: 'section',
        fields: [mrkdwn('*Nodes* 24 (3 zones)'), mrkdwn('*Strategy* 1 at a time'), mrkdwn('*When* now')],
      },
      { type: 'divider' },
      {
        type: 'actions',
        block_id: 'p.R-8QF2M.decide.1',
        elements: [
          { ...button('p.approve', 'Approve', '{"r":"R-8QF2M"}'), style: 'primary', confirm: confirmation() },
          { ...button('p.reject', 'Reject', '{"r":"R-8QF2M"}'), style: 'danger' },
          {
            type: 'overflow',
            action_id: 'p.more',
            options: [option('edit', 'Edit options'), option('cancel', 'Cancel request')],
          },
        ],
      },
      context('plan 7f3a2c · approvals 0 of 1 from sre-approvers'),
    ],
  },
  elements: {
    text: 'Every element that a message may hold',
    blocks: [
      {
        ...section('Pick one'),
        accessory: {
          type: 'static_select',
          action_id: 'pick',
          placeholder: plain('Pick'),
          options: [option('a', 'A'), option('b', 'B')],
        },
      },
      {
        type: 'actions',
        elements: [
          { type: 'datepicker', action_id: 'date', initial_date: '2026-11-21' },
          { type: 'timepicker', action_id: 'time', initial_time: '09:30' },
          { type: 'checkboxes', action_id: 'checks', options: [option('x', 'X'), option('y', 'Y')] },
          { type: 'radio_buttons', action_id: 'radio', options: [option('1', 'One'), option('2', 'Two')] },
          { type: 'users_select', action_id: 'user', placeholder: plain('Who') },
          { type: 'channels_select', action_id: 'channel', placeholder: plain('Where') },
          {
            type: 'multi_static_select',
            action_id: 'many',
            placeholder: plain('Many'),
            options: [option('m', 'M'), option('n', 'N')],
          },
        ],
      },
    ],
  },
  richText: {
    text: 'Rich text',
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'done ', style: { bold: true } },
              { type: 'user', user_id: 'U0ANN000000' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'ip-10-0-1-5' }] }],
          },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'kubectl get nodes' }] },
        ],
      },
    ],
  },
  table: {
    text: 'R-8QF2M finished: 24 of 24 nodes patched',
    blocks: [
      {
        type: 'table',
        column_settings: [{ align: 'left' }, { align: 'right', is_wrapped: true }],
        rows: [
          [cell('node'), cell('seconds')],
          [cell('ip-10-0-1-5'), cell('131')],
        ],
      },
    ],
  },
  plan: {
    text: 'Plan',
    blocks: [
      {
        type: 'plan',
        title: 'Replace 2 nodes',
        tasks: [{ type: 'task_card', task_id: 't1', title: 'Node 1', status: 'complete' }],
      },
    ],
  },
  imageAndMarkdown: {
    text: 'An image and some markdown',
    blocks: [
      { type: 'image', image_url: 'https://sandbox.example/chart.png', alt_text: 'Requests over time' },
      { type: 'markdown', text: '**24 of 24** nodes' },
    ],
  },
};

/** Views of the kinds an app shows. */
export const SAMPLE_VIEWS: Readonly<Record<string, JsonObject>> = {
  form: {
    type: 'modal',
    callback_id: 'patch',
    title: plain('New node patch'),
    submit: plain('Plan it'),
    close: plain('Cancel'),
    private_metadata: '{"channel":"C0OPSPROD00"}',
    notify_on_close: true,
    blocks: [
      {
        type: 'input',
        block_id: 'cluster.v1',
        label: plain('Cluster'),
        dispatch_action: true,
        element: {
          type: 'external_select',
          action_id: 'cluster',
          min_query_length: 0,
          placeholder: plain('Pick a cluster'),
        },
      },
      {
        type: 'input',
        block_id: 'reason.v1',
        label: plain('Reason'),
        element: { type: 'plain_text_input', action_id: 'reason', min_length: 10, max_length: 300 },
      },
      {
        type: 'input',
        block_id: 'batch.v1',
        label: plain('Batch'),
        optional: true,
        element: {
          type: 'number_input',
          action_id: 'batch',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: '8',
        },
      },
      context('Preview: 24 nodes'),
    ],
  },
  home: {
    type: 'home',
    blocks: [
      header('Drover'),
      section('*Running (1)*'),
      { type: 'actions', elements: [button('h.new', 'New patch', 'new')] },
    ],
  },
};

export function plain(text: string): JsonObject {
  return { type: 'plain_text', text };
}

export function mrkdwn(text: string): JsonObject {
  return { type: 'mrkdwn', text };
}

export function header(text: string): JsonObject {
  return { type: 'header', text: plain(text) };
}

export function section(text: string): JsonObject {
  return { type: 'section', text: mrkdwn(text) };
}

export function context(text: string): JsonObject {
  return { type: 'context', elements: [mrkdwn(text)] };
}

export function button(actionId: string, text: string, value: string): JsonObject {
  return { type: 'button', action_id: actionId, text: plain(text), value };
}

export function option(value: string, text: string): JsonObject {
  return { text: plain(text), value };
}

function confirmation(): JsonObject {
  return {
    title: plain('Approve?'),
    text: plain('24 nodes will be replaced.'),
    confirm: plain('Approve'),
    deny: plain('Cancel'),
  };
}

function cell(text: string): JsonObject {
  return { type: 'raw_text', text };
}
