import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../../src/sandbox/slack/limits/validate-message.ts';
import { validateView } from '../../../src/sandbox/slack/limits/validate-view.ts';
import { inWords } from '../../../src/sandbox/slack/limits/verdict.ts';
import type { Verdict } from '../../../src/sandbox/slack/limits/verdict.ts';
import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';
import { aClient, aSlack, PROD } from './a-slack.ts';
import { actions, chart, input, LIMITS, rows, select, series, times, x } from './limit-table.ts';
import {
  button,
  context,
  header,
  mrkdwn,
  plain,
  SAMPLE_MESSAGES,
  SAMPLE_VIEWS,
  section,
} from './sample-messages.ts';

describe('limits of blocks', () => {
  it.each(LIMITS)('$name: $max and no more', ({ max, block, complaint }) => {
    expect(said(validateMessage({ text: 't', blocks: [block(max)] }))).toEqual([]);

    const verdict = validateMessage({ text: 't', blocks: [block(max + 1)] });
    expect(verdict).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(said(verdict)).toContain(complaint);
  });

  it.each<[string, JsonObject, string]>([
    ['an empty text', section(''), 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'a section of nothing',
      { type: 'section' },
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
    ],
    [
      'a header in mrkdwn',
      { type: 'header', text: mrkdwn('h') },
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a field of another service',
      { ...section('s'), color: 'red' },
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    ['an unknown block', { type: 'hologram' }, 'unsupported type: hologram [json-pointer:/blocks/0/type]'],
    [
      'an alert, which modals alone show',
      { type: 'alert', text: plain('!') },
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'a typed input among actions',
      actions({ type: 'plain_text_input', action_id: 'a' }),
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a button without text',
      actions({ type: 'button', action_id: 'a' }),
      'missing required field: text [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a style of one’s own',
      actions({ ...button('a', 'b', 'v'), style: 'pink' }),
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a task that is “completed”',
      { type: 'task_card', task_id: 't', title: 't', status: 'completed' },
      'must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/status]',
    ],
    [
      'a date in another order',
      actions({ type: 'datepicker', action_id: 'a', initial_date: '21.11.2026' }),
      'must be in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]',
    ],
    [
      'no options',
      actions(select({ options: [] })),
      'no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'points of other categories',
      chart({ chart: { type: 'line', series: [series('s', 2)], axis_config: { categories: ['a', 'b'] } } }),
      'labels must match axis categories [json-pointer:/blocks/0/chart/series/0/data]',
    ],
    [
      'a data table of one row',
      { type: 'data_table', caption: 'c', rows: rows(1, 1) },
      'no fewer than 2 items allowed [json-pointer:/blocks/0/rows]',
    ],
  ])('refuse %s', (_, block, complaint) => {
    expect(said(validateMessage({ text: 't', blocks: [block] }))).toContain(complaint);
  });
});

describe('limits of messages', () => {
  it('are 50 blocks, ids of their own, one table, two charts', () => {
    const verdict = (blocks: JsonObject[]): string[] => said(validateMessage({ text: 't', blocks }));
    const table = { type: 'table', rows: rows(1, 1) };

    expect(verdict(times(50, () => section('s')))).toEqual([]);
    expect(verdict(times(51, () => section('s')))).toEqual([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
    expect(verdict(times(2, () => ({ ...section('s'), block_id: 'b' })))).toEqual([
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ]);
    expect(verdict([actions(button('a', 'b', '1'), button('a', 'b', '2'))])).toEqual([
      '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ]);
    expect(verdict([actions(button('a', 'b', '1')), actions(button('a', 'b', '2'))])).toEqual([]);
    expect(verdict([table, table])).toEqual(['only one table allowed [json-pointer:/blocks]']);
    expect(verdict(times(3, () => chart({})))).toEqual([
      'no more than 2 data_visualization blocks allowed [json-pointer:/blocks]',
    ]);
    const task = { type: 'task_card', task_id: 't', title: 't', status: 'pending' };
    expect(verdict([{ type: 'plan', title: 'p' }, task])).toEqual([
      'plan and task_card cannot stand in one message [json-pointer:/blocks]',
    ]);
    expect(verdict([{ type: 'table', rows: [[{ type: 'raw_text', text: x(10_000) }]] }])).toEqual([]);
    expect(
      verdict([
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: x(9_999) },
              { type: 'raw_text', text: 'ab' },
            ],
          ],
        },
      ]),
    ).toEqual(['tables must be less than 10001 characters [json-pointer:/blocks]']);
    expect(verdict(times(2, () => ({ type: 'markdown', text: x(6_001) })))).toEqual([
      'markdown must be less than 12001 characters [json-pointer:/blocks]',
    ]);
  });

  it('are 12,000 characters over all blocks, counted as people count', () => {
    const four = (last: number): JsonObject[] => [
      section(x(3000)),
      section(x(3000)),
      section(x(3000)),
      section('🐑'.repeat(last)),
    ];

    expect(validateMessage({ text: 't', blocks: four(3000) })).toMatchObject({ ok: true });
    expect(validateMessage({ text: 't', blocks: [...four(3000), context('1')] })).toMatchObject({
      ok: false,
      error: 'msg_blocks_too_long',
    });
  });

  it('are 100 attachments and flat metadata', () => {
    const attachments = (size: number): Verdict =>
      validateMessage({ text: 't', attachments: times(size, () => ({ text: 'a' })) });
    const metadata = (event_payload: unknown): Verdict =>
      validateMessage({ text: 't', metadata: { event_type: 'e', event_payload } });

    expect(attachments(100).ok).toBe(true);
    expect(attachments(101)).toMatchObject({ error: 'too_many_attachments' });
    expect(validateMessage({ attachments: [{ blocks: [section('')] }] })).toMatchObject({
      error: 'invalid_attachments',
    });
    expect(metadata({ k: 1, nested: { a: true }, list: [{ b: 'c' }] }).ok).toBe(true);
    expect(metadata({ k: { a: { b: 1 } } })).toMatchObject({ error: 'invalid_metadata_schema' });
    expect(metadata({ k: x(10_000) })).toMatchObject({ error: 'metadata_too_large' });
  });

  it('cut a posted text at 40,000 characters and refuse an edited one above 4,000', async () => {
    const slack = await aSlack();
    const client = aClient(slack);

    const { ts, message } = await client.chat.postMessage({ channel: PROD, text: x(40_001) });
    expect(message?.text).toHaveLength(40_000);
    expect((await client.chat.update({ channel: PROD, ts: ts!, text: x(4_000) })).ok).toBe(true);
    await expect(client.chat.update({ channel: PROD, ts: ts!, text: x(4_001) })).rejects.toMatchObject({
      data: { error: 'msg_too_long' },
    });
  });

  it('are told with the place of every mistake, in both of Slack’s lists', async () => {
    const slack = await aSlack();
    const blocks = [section('ok'), section(x(3001)), header('')];

    const refused = aClient(slack).chat.postMessage({ channel: PROD, text: 't', blocks: blocks as never });

    const complaints = [
      'must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
      'must be more than 0 characters [json-pointer:/blocks/2/text/text]',
    ];
    await expect(refused).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        errors: complaints,
        response_metadata: { messages: complaints.map((one) => `[ERROR] ${one}`) },
      },
    });
    expect(slack.workspace.verdicts.all()).toHaveLength(1);
    expect(slack.workspace.verdicts.refused()).toMatchObject([
      { via: 'chat.postMessage', verdict: { error: 'invalid_blocks' } },
    ]);
  });
});

describe('limits of views', () => {
  const modal = (more: JsonObject): JsonObject => ({
    type: 'modal',
    title: plain('t'),
    blocks: [section('s')],
    ...more,
  });

  it.each<[string, (size: number) => JsonObject, number]>([
    ['title', (size) => modal({ title: plain(x(size)) }), 24],
    ['submit', (size) => modal({ submit: plain(x(size)) }), 24],
    ['close', (size) => modal({ close: plain(x(size)) }), 24],
    ['private_metadata', (size) => modal({ private_metadata: x(size) }), 3000],
    ['callback_id', (size) => modal({ callback_id: x(size) }), 255],
    ['external_id', (size) => modal({ external_id: x(size) }), 255],
    ['blocks', (size) => modal({ blocks: times(size, () => section('s')) }), 100],
  ])('%s', (_, view, max) => {
    expect(said(validateView(view(max), 'modal'))).toEqual([]);
    expect(validateView(view(max + 1), 'modal')).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  it('ask for a submit button where there is an input, and keep to their surface', () => {
    const form = modal({ blocks: [input({ type: 'plain_text_input', action_id: 'a' })] });

    expect(said(validateView(form, 'modal'))).toEqual([
      'must define `submit` to use an `input` block in modals [json-pointer:/view]',
    ]);
    expect(said(validateView({ ...form, submit: plain('Go') }, 'modal'))).toEqual([]);
    expect(said(validateView(modal({ blocks: [{ type: 'alert', text: plain('!') }] }), 'modal'))).toEqual([]);
    expect(said(validateView(modal({ blocks: [{ type: 'table', rows: rows(1, 1) }] }), 'modal'))).toEqual([
      'unsupported type: table [json-pointer:/view/blocks/0/type]',
    ]);
    expect(said(validateView({ type: 'home', blocks: [chart({})] }, 'home'))).toEqual([
      'unsupported type: data_visualization [json-pointer:/view/blocks/0/type]',
    ]);
    expect(said(validateView({ type: 'home', blocks: times(101, () => section('s')) }, 'home'))).toEqual([
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ]);
    expect(said(validateView({ type: 'home', title: plain('t'), blocks: [section('s')] }, 'home'))).toEqual([
      'invalid additional property: title [json-pointer:/view]',
    ]);
    expect(said(validateView(modal({ submit_disabled: false }), 'modal'))).toEqual([
      'invalid additional property: submit_disabled [json-pointer:/view]',
    ]);
    expect(said(validateView({ type: 'modal' }, 'modal'))).toEqual([
      'missing required field: blocks [json-pointer:/view]',
      'missing required field: title [json-pointer:/view]',
    ]);
    expect(validateView(modal({ private_metadata: x(250_000) }), 'modal')).toMatchObject({
      error: 'view_too_large',
    });
  });
});

describe('the samples of these tests', () => {
  it.each(Object.entries(SAMPLE_MESSAGES))('message %s holds every limit', (_, message) => {
    expect(validateMessage(message)).toEqual({ ok: true, problems: [] });
  });

  it.each(Object.entries(SAMPLE_VIEWS))('view %s holds every limit', (_, view) => {
    expect(validateView(view, view['type'] as 'modal' | 'home')).toEqual({ ok: true, problems: [] });
  });
});

function said(verdict: Verdict): string[] {
  return verdict.problems.map(inWords);
}
