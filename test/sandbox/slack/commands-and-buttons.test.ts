import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { dismiss, ephemerals } from '../../../src/sandbox/slack/hands/ephemerals.ts';
import { messages, thread } from '../../../src/sandbox/slack/hands/messages.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aBoltApp } from './a-bolt-app.ts';
import { aClient, ANN, aSlack, BOB, eventually, PROD } from './a-slack.ts';
import { SAMPLE_MESSAGES } from './sample-messages.ts';

const MODES = ['http', 'socket'] as const;

describe.each(MODES)('slash commands over %s', (mode) => {
  it('brings the command with everything an app needs, and shows its text to the person alone', async () => {
    const slack = await aSlack();
    let seen: Record<string, unknown> = {};
    await aBoltApp(slack, mode, (app) => {
      app.command('/patch', async ({ ack, command }) => {
        seen = { ...command };
        await ack(`planning ${command.text}`);
      });
    });

    const result = await slash(slack, { user: 'ann', channel: '#ops-prod', text: '/patch prod workers' });

    expect(result).toMatchObject({ ok: true, answered: { ephemeral: true } });
    expect(seen).toMatchObject({
      command: '/patch',
      text: 'prod workers',
      user_id: ANN,
      user_name: 'ann',
      channel_id: PROD,
      channel_name: 'ops-prod',
      team_domain: 'sandbox',
      is_enterprise_install: 'false',
    });
    expect(String(seen['trigger_id'])).toMatch(/^\d+\.\d+\.[0-9a-f]+$/);
    expect(ephemerals(slack, { user: 'ann' })).toMatchObject([
      { text: 'planning prod workers', channel: PROD, fromSlack: false },
    ]);
    expect(ephemerals(slack, { user: 'bob' })).toEqual([]);
  });

  it('shows an in_channel answer to everybody and an empty one to nobody', async () => {
    const slack = await aSlack();
    await aBoltApp(slack, mode, (app) => {
      app.command('/patch', async ({ ack, command }) => {
        await ack(command.text === 'loud' ? { response_type: 'in_channel', text: 'hear, hear' } : undefined);
      });
    });

    expect(await slash(slack, { user: 'ann', channel: PROD, text: '/patch quiet' })).toMatchObject({
      ok: true,
    });
    expect(messages(slack, { channel: PROD })).toEqual([]);
    expect(await slash(slack, { user: 'ann', channel: PROD, text: '/patch loud' })).toMatchObject({
      answered: { ephemeral: false },
    });
    expect(messages(slack, { channel: 'ops-prod' })).toMatchObject([
      { text: 'hear, hear', userName: 'drover' },
    ]);
    expect(ephemerals(slack, { user: 'ann' })).toEqual([]);
  });

  it('shows operation_timeout to the person whom the app keeps waiting', async () => {
    const slack = await aSlack();
    await aBoltApp(slack, mode, (app) => {
      app.command('/patch', async ({ ack }) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 1_400);
        });
        await ack('too late').catch(() => undefined);
      });
    });

    const result = await slash(slack, { user: 'ann', channel: PROD, text: '/patch prod' });

    expect(result).toEqual({
      ok: false,
      by: 'app',
      error: 'operation_timeout',
      sees: '/patch failed with the error "operation_timeout"',
    });
    expect(ephemerals(slack, { user: 'ann' })).toMatchObject([
      { fromSlack: true, text: '/patch failed with the error "operation_timeout"' },
    ]);
  });

  it('takes five answers at the response_url and then no more', async () => {
    const slack = await aSlack();
    const statuses: (number | undefined)[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.command('/patch', async ({ ack, respond }) => {
        await ack();
        for (let turn = 1; turn <= 6; turn++) {
          await respond({ text: `answer ${turn}` }).then(
            (response) => statuses.push(response.status),
            (error: { statusCode?: number }) => statuses.push(error.statusCode),
          );
        }
      });
    });

    await slash(slack, { user: 'ann', channel: PROD, text: '/patch prod' });

    await eventually(() => statuses.length === 6);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(ephemerals(slack, { user: 'ann' })?.map(({ text }) => text)).toEqual(
      [1, 2, 3, 4, 5].map((turn) => `answer ${turn}`),
    );
  });
});

describe.each(MODES)('buttons over %s', (mode) => {
  it('sends the whole payload, and the answer at the response_url takes the place of the card', async () => {
    const slack = await aSlack();
    const seen: Record<string, unknown>[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.action('p.approve', async ({ ack, body, respond }) => {
        await ack();
        seen.push(body as unknown as Record<string, unknown>);
        await respond({ replace_original: true, text: 'approved' });
      });
    });
    const ts = await post(slack, 'report');

    const result = await click(slack, { user: 'bob', channel: 'ops-prod', ts, actionId: 'p.approve' });

    expect(result).toMatchObject({ ok: true });
    expect(seen[0]).toMatchObject({
      type: 'block_actions',
      user: { id: BOB, username: 'bob', team_id: 'T0SANDBOX00' },
      container: { type: 'message', message_ts: ts, channel_id: PROD, is_ephemeral: false },
      channel: { id: PROD, name: 'ops-prod' },
      message: { ts, user: 'U0DROVER000', bot_id: 'B0DROVER000' },
      actions: [
        { type: 'button', action_id: 'p.approve', block_id: 'p.R-8QF2M.decide.1', value: '{"r":"R-8QF2M"}' },
      ],
      state: { values: {} },
    });
    await eventually(() => messages(slack, { channel: PROD })?.[0]?.edited);
    expect(messages(slack, { channel: PROD })).toMatchObject([
      { ts, text: 'approved', blocks: [], edited: true },
    ]);
  });

  it('delivers a double click 50 ms apart twice, with times and triggers of their own', async () => {
    const slack = await aSlack();
    const seen: { actionTs: string; triggerId: string }[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.action('p.approve', async ({ ack, action, body }) => {
        await ack();
        seen.push({
          actionTs: (action as { action_ts: string }).action_ts,
          triggerId: (body as { trigger_id: string }).trigger_id,
        });
      });
    });
    const ts = await post(slack, 'report');
    const press = { user: 'bob', channel: PROD, ts, actionId: 'p.approve' };

    const first = click(slack, press);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    const results = await Promise.all([first, click(slack, press)]);

    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(new Set(seen.map(({ actionTs }) => actionTs)).size).toBe(2);
    expect(new Set(seen.map(({ triggerId }) => triggerId)).size).toBe(2);
  });

  it('keeps what was chosen in selects and menus, for each person, in state.values', async () => {
    const slack = await aSlack();
    const seen: Record<string, unknown>[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.action(/.*/, async ({ ack, body }) => {
        await ack();
        seen.push(body as unknown as Record<string, unknown>);
      });
    });
    const ts = await post(slack, 'elements');
    const at = { user: 'ann', channel: PROD, ts };

    await click(slack, { ...at, actionId: 'pick', value: 'B' });
    await click(slack, { ...at, actionId: 'user', value: 'bob' });
    await click(slack, { ...at, actionId: 'channel', value: '#ops-staging' });
    await click(slack, { ...at, actionId: 'checks', value: ['x', 'y'] });
    await click(slack, { ...at, actionId: 'date', value: '2026-12-24' });

    expect(seen.map(({ actions }) => (actions as unknown[])[0])).toMatchObject([
      { type: 'static_select', selected_option: { value: 'b' } },
      { type: 'users_select', selected_user: BOB },
      { type: 'channels_select', selected_channel: 'C0OPSSTAG00' },
      { type: 'checkboxes', selected_options: [{ value: 'x' }, { value: 'y' }] },
      { type: 'datepicker', selected_date: '2026-12-24' },
    ]);
    const values = Object.values(
      (seen.at(-1)!['state'] as { values: Record<string, Record<string, unknown>> }).values,
    );
    expect(Object.assign({}, ...values)).toMatchObject({
      pick: { selected_option: { value: 'b' } },
      user: { selected_user: BOB },
      radio: { type: 'radio_buttons', selected_option: null },
      time: { selected_time: '09:30' },
      many: { selected_options: [] },
    });
    expect(await click(slack, { ...at, actionId: 'pick', value: 'C' })).toMatchObject({
      ok: false,
      by: 'slack',
      error: 'no_such_option',
    });
  });

  it('sends the option of an overflow menu, and refuses one that is not in it', async () => {
    const slack = await aSlack();
    const seen: unknown[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.action('p.more', async ({ ack, action }) => {
        await ack();
        seen.push((action as { selected_option: { value: string } }).selected_option.value);
      });
    });
    const ts = await post(slack, 'report');

    expect(
      await click(slack, { user: 'ann', channel: PROD, ts, actionId: 'p.more', value: 'cancel' }),
    ).toMatchObject({ ok: true });
    expect(
      await click(slack, { user: 'ann', channel: PROD, ts, actionId: 'p.more', value: 'explode' }),
    ).toMatchObject({ error: 'no_such_option' });
    expect(seen).toEqual(['cancel']);
  });

  it('whispers an answer to the person alone, who alone may click it, and does not send the whisper back', async () => {
    const slack = await aSlack();
    const seen: Record<string, unknown>[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.action('p.reject', async ({ ack, respond }) => {
        await ack();
        await respond({
          response_type: 'ephemeral',
          replace_original: false,
          text: 'Sure?',
          blocks: SAMPLE_MESSAGES['report']?.['blocks'] as KnownBlock[],
        });
      });
      app.action('p.approve', async ({ ack, body, respond }) => {
        await ack();
        seen.push(body as unknown as Record<string, unknown>);
        await respond({ delete_original: true });
      });
    });
    const ts = await post(slack, 'report');

    await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'p.reject' });
    const whisper = await eventually(() => ephemerals(slack, { user: 'bob' })?.[0]);

    expect(messages(slack, { channel: PROD })).toMatchObject([{ edited: false }]);
    const place = { channel: PROD, ts: whisper.ts, actionId: 'p.approve' };
    expect(await click(slack, { user: 'ann', ...place })).toMatchObject({
      ok: false,
      by: 'slack',
      error: 'message_not_found',
    });
    expect(await click(slack, { user: 'bob', ...place })).toMatchObject({ ok: true });
    expect(seen[0]).toMatchObject({ container: { is_ephemeral: true, message_ts: whisper.ts } });
    expect(seen[0]).not.toHaveProperty('message');
    await eventually(() => ephemerals(slack, { user: 'bob' })?.length === 0);
  });

  it('tells the person when nobody listens to a button', async () => {
    const slack = await aSlack();
    await aBoltApp(slack, mode, () => undefined);
    const ts = await post(slack, 'report');
    const failures: unknown[] = [];
    slack.workspace.subscribe((change) => {
      if (change.type === 'delivery-failed') failures.push(change);
    });

    const result = await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'p.approve' });

    expect(result).toMatchObject({ ok: false, by: 'app', error: 'operation_timeout' });
    expect(failures).toMatchObject([{ user: BOB, channel: PROD, ts, actionId: 'p.approve' }]);
  });
});

describe('what a person cannot do', () => {
  it('is said in words, without a delivery', async () => {
    const slack = await aSlack();
    const ts = await post(slack, 'report');
    const { directory } = slack.workspace;
    const threadTs = ts;

    const attempts = [
      await slash(slack, { user: 'nobody', channel: PROD, text: '/patch' }),
      await slash(slack, { user: 'ann', channel: 'ops-moon', text: '/patch' }),
      await slash(slack, { user: 'eve', channel: PROD, text: '/patch' }),
      await slash(slack, { user: 'eve', channel: 'general', text: '/patch' }),
      await slash(slack, { user: 'ann', channel: PROD, text: '/deploy' }),
      await slash(slack, { user: 'ann', channel: PROD, text: '/patch status', threadTs }),
      await slash(slack, { user: 'drover', channel: PROD, text: '/patch status' }),
      await click(slack, { user: 'ann', channel: PROD, ts: '1.000001', actionId: 'p.approve' }),
      await click(slack, { user: 'ann', channel: PROD, ts, actionId: 'p.unknown' }),
      await click(slack, { user: 'eve', channel: PROD, ts, actionId: 'p.approve' }),
    ];
    const channel = directory.channel('ops-prod')!;
    directory.setArchived(channel, true, directory.person('ann')!);
    attempts.push(await slash(slack, { user: 'ann', channel: PROD, text: '/patch' }));

    expect(attempts.map((attempt) => !attempt.ok && attempt.error)).toEqual([
      'user_not_found',
      'channel_not_found',
      'not_in_channel',
      'invalid_command',
      'invalid_command',
      'not_in_thread',
      'user_not_found',
      'message_not_found',
      'action_not_found',
      'not_in_channel',
      'is_archived',
    ]);
    expect(attempts.every((attempt) => !attempt.ok && attempt.by === 'slack' && attempt.sees !== '')).toBe(
      true,
    );
    expect(slack.courier.deliveries.filter(({ kind }) => kind !== 'events_api')).toEqual([]);
  });

  it('lets an external person click where they are, with their own team in the payload', async () => {
    const slack = await aSlack();
    const seen: Record<string, unknown>[] = [];
    await aBoltApp(slack, 'socket', (app) => {
      app.action('p.approve', async ({ ack, body }) => {
        await ack();
        seen.push(body as unknown as Record<string, unknown>);
      });
    });
    const { directory } = slack.workspace;
    directory.join(directory.channel('ops-prod')!, directory.person('eve')!);
    const ts = await post(slack, 'report');

    await click(slack, { user: 'eve', channel: PROD, ts, actionId: 'p.approve' });

    expect(seen).toMatchObject([{ team: { id: 'T0SANDBOX00' }, user: { team_id: 'T0PARTNER00' } }]);
    expect(directory.channel('ops-prod')?.isExtShared).toBe(true);
  });

  it('writes names as ids only where the command asked for it', async () => {
    const texts: string[] = [];
    for (const shouldEscape of [true, false]) {
      const slack = await aSlack({ app: { slashCommands: [{ command: '/patch', shouldEscape }] } });
      await aBoltApp(slack, 'socket', (app) => {
        app.command('/patch', async ({ ack, command }) => {
          texts.push(command.text);
          await ack();
        });
      });
      await slash(slack, { user: 'ann', channel: PROD, text: 'page @bob in #ops-prod & <now>' });
    }

    expect(texts).toEqual([
      `page <@${BOB}|bob> in <#${PROD}|ops-prod> &amp; &lt;now&gt;`,
      'page @bob in #ops-prod & <now>',
    ]);
  });

  it('keeps threads and dismissed whispers apart', async () => {
    const slack = await aSlack();
    const client = aClient(slack);
    const root = await post(slack, 'planning');
    await client.chat.postMessage({ channel: PROD, thread_ts: root, text: 'node 1 done' });
    await client.chat.postEphemeral({ channel: PROD, user: ANN, text: 'psst' });

    expect(thread(slack, { channel: PROD, ts: root })?.map(({ text }) => text)).toEqual([
      SAMPLE_MESSAGES['planning']?.['text'],
      'node 1 done',
    ]);
    const [whisper] = ephemerals(slack, { user: 'ann' }) ?? [];
    expect(dismiss(slack, { user: 'bob', ts: whisper!.ts })).toBe(false);
    expect(dismiss(slack, { user: 'ann', ts: whisper!.ts })).toBe(true);
    expect(ephemerals(slack, { user: 'ann' })).toEqual([]);
  });
});

async function post(slack: Slack, sample: string): Promise<string> {
  const { text, blocks } = SAMPLE_MESSAGES[sample]!;
  const { ts } = await aClient(slack).chat.postMessage({
    channel: PROD,
    text: String(text),
    blocks: blocks as KnownBlock[],
  });
  return ts!;
}
