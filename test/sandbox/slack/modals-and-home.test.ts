import type { HomeView, ModalView } from '@slack/types';
import type { App } from '@slack/bolt';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { closeView } from '../../../src/sandbox/slack/hands/close-view.ts';
import { messages } from '../../../src/sandbox/slack/hands/messages.ts';
import { openHome } from '../../../src/sandbox/slack/hands/open-home.ts';
import { messageShortcut, shortcut } from '../../../src/sandbox/slack/hands/shortcut.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { submit } from '../../../src/sandbox/slack/hands/submit.ts';
import { suggest } from '../../../src/sandbox/slack/hands/suggest.ts';
import { views } from '../../../src/sandbox/slack/hands/views.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aBoltApp } from './a-bolt-app.ts';
import { aClient, ANN, aSlack, eventually, PROD } from './a-slack.ts';
import { context, option, plain, SAMPLE_VIEWS } from './sample-messages.ts';

const FORM = SAMPLE_VIEWS['form'] as unknown as ModalView;
const HOME = SAMPLE_VIEWS['home'] as unknown as HomeView;
const SECOND: ModalView = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Second' },
  blocks: [context('more') as never],
};

describe.each(['http', 'socket'] as const)('modals over %s', (mode) => {
  it('opens a form by its trigger, suggests options, and brings back what was filled in', async () => {
    const slack = await aSlack();
    let values: Record<string, Record<string, unknown>> = {};
    await aBoltApp(slack, mode, (app) => {
      opensForm(app);
      app.options('cluster', async ({ ack, options }) => {
        await ack({
          options: ['prod', 'staging']
            .filter((name) => name.startsWith(options.value))
            .map((name) => option(name, `The ${name} cluster`) as never),
        });
      });
      app.view('patch', async ({ ack, view }) => {
        values = view.state.values as unknown as typeof values;
        await ack();
      });
    });
    const viewId = await openForm(slack);

    const suggested = await suggest(slack, { user: 'ann', viewId, actionId: 'cluster', value: 'pro' });
    const result = await submit(slack, {
      user: 'ann',
      viewId,
      values: { cluster: 'prod', 'reason.v1': { reason: 'CVE-2026-1234' }, batch: 2 },
    });

    expect(suggested).toMatchObject({ ok: true, options: [{ value: 'prod' }] });
    expect(result).toMatchObject({ ok: true, outcome: 'closed' });
    expect(values).toEqual({
      'cluster.v1': {
        cluster: { type: 'external_select', selected_option: option('prod', 'The prod cluster') },
      },
      'reason.v1': { reason: { type: 'plain_text_input', value: 'CVE-2026-1234' } },
      'batch.v1': { batch: { type: 'number_input', value: '2' } },
    });
    expect(views(slack, { user: 'ann' })?.modals).toEqual([]);
  });

  it('does not submit what Slack itself refuses', async () => {
    const slack = await aSlack();
    await aBoltApp(slack, mode, opensForm);
    const viewId = await openForm(slack);
    const before = slack.courier.deliveries.length;

    const result = await submit(slack, { user: 'ann', viewId, values: { reason: 'short', batch: 9 } });

    expect(result).toMatchObject({
      ok: false,
      by: 'slack',
      errors: {
        'cluster.v1': 'Please complete this required field.',
        'reason.v1': 'Use at least 10 characters.',
        'batch.v1': 'Enter a number of at most 8.',
      },
    });
    expect(slack.courier.deliveries.length).toBe(before);
    expect(await submit(slack, { user: 'ann', viewId, values: { nonsense: 1 } })).toMatchObject({
      error: 'field_not_found',
    });
    expect(
      await submit(slack, { user: 'ann', viewId, values: { cluster: 'never suggested' } }),
    ).toMatchObject({ error: 'field_not_found' });
  });

  it('shows the app’s field errors and keeps the form open with its values', async () => {
    const slack = await aSlack();
    await aBoltApp(slack, mode, (app) => {
      opensForm(app);
      app.view('patch', async ({ ack }) => {
        await ack({ response_action: 'errors', errors: { 'reason.v1': 'Say why, please' } });
      });
    });
    const viewId = await openForm(slack);

    const result = await submit(slack, { user: 'ann', viewId, values: filled() });

    expect(result).toMatchObject({
      ok: false,
      by: 'app',
      error: 'invalid_fields',
      errors: { 'reason.v1': 'Say why, please' },
    });
    const [shown] = views(slack, { user: 'ann' })?.modals ?? [];
    expect(shown?.errors).toEqual({ 'reason.v1': 'Say why, please' });
    expect(shown?.view['state']).toMatchObject({
      values: { 'reason.v1': { reason: { value: 'because it is old' } } },
    });
  });

  it('shows trouble when the errors name no field, or the next view breaks a limit', async () => {
    for (const answer of [
      { response_action: 'errors', errors: { nowhere: 'x' } },
      { response_action: 'update', view: { ...SECOND, title: plain('x'.repeat(25)) } },
      { response_action: 'dance' },
    ]) {
      const slack = await aSlack();
      await aBoltApp(slack, mode, (app) => {
        opensForm(app);
        app.view('patch', async ({ ack }) => {
          await ack(answer as never);
        });
      });
      const viewId = await openForm(slack);

      const result = await submit(slack, { user: 'ann', viewId, values: filled() });

      expect(result).toMatchObject({
        ok: false,
        by: 'app',
        sees: 'We had some trouble connecting. Try again?',
      });
      expect(views(slack, { user: 'ann' })?.modals).toHaveLength(1);
    }
  });

  it('updates, pushes and clears as the acknowledgement says', async () => {
    const slack = await aSlack();
    const next = (name: string): ModalView => ({ ...FORM, callback_id: name });
    await aBoltApp(slack, mode, (app) => {
      opensForm(app);
      app.view('patch', async ({ ack }) => ack({ response_action: 'push', view: next('second') }));
      app.view('second', async ({ ack }) => ack({ response_action: 'update', view: next('third') }));
      app.view('third', async ({ ack }) => ack({ response_action: 'clear' }));
    });
    const viewId = await openForm(slack);

    const pushed = await submit(slack, { user: 'ann', viewId, values: filled() });
    expect(pushed).toMatchObject({ ok: true, outcome: 'pushed' });
    const stack = views(slack, { user: 'ann' })!.modals;
    const top = stack[1]!.id;
    expect(stack[1]?.view).toMatchObject({ root_view_id: viewId, previous_view_id: viewId });
    expect(await submit(slack, { user: 'ann', viewId, values: {} })).toMatchObject({
      error: 'view_not_on_top',
    });

    const updated = await submit(slack, { user: 'ann', viewId: top, values: filled() });
    expect(updated).toMatchObject({ ok: true, outcome: 'updated', viewId: top });
    expect(views(slack, { user: 'ann' })?.modals[1]?.view).toMatchObject({ callback_id: 'third' });
    expect(await submit(slack, { user: 'ann', viewId: top })).toMatchObject({ ok: true, outcome: 'cleared' });
    expect(views(slack, { user: 'ann' })?.modals).toEqual([]);
  });

  it('tells the app of a closed modal where it asked for it', async () => {
    const slack = await aSlack();
    const closed: unknown[] = [];
    await aBoltApp(slack, mode, (app) => {
      opensForm(app);
      app.view({ callback_id: 'patch', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        closed.push((body as unknown as { is_cleared: boolean }).is_cleared);
      });
    });

    const first = await openForm(slack);
    expect(await closeView(slack, { user: 'ann', viewId: first })).toEqual({ ok: true, closed: [first] });
    const second = await openForm(slack);
    await closeView(slack, { user: 'ann', viewId: second, all: true });

    expect(closed).toEqual([false, true]);
    expect(await submit(slack, { user: 'ann', viewId: second, values: {} })).toMatchObject({
      error: 'view_not_found',
    });
  });

  it('sends an input that dispatches, with the view it stands in, and lets the app update that view by its hash', async () => {
    const slack = await aSlack();
    const results: string[] = [];
    await aBoltApp(slack, mode, (app) => {
      opensForm(app);
      app.options('cluster', async ({ ack }) => ack({ options: [option('prod', 'prod') as never] }));
      app.action('cluster', async ({ ack, body, client }) => {
        await ack();
        const { view } = body as unknown as { view: { id: string; hash: string } };
        for (const hash of [view.hash, view.hash]) {
          await client.views
            .update({ view_id: view.id, hash, view: { ...FORM, private_metadata: 'prod' } })
            .then(
              () => results.push('updated'),
              (error: { data: { error: string } }) => results.push(error.data.error),
            );
        }
      });
    });
    const viewId = await openForm(slack);

    await suggest(slack, { user: 'ann', viewId, actionId: 'cluster', value: '' });
    const result = await click(slack, { user: 'ann', viewId, actionId: 'cluster', value: 'prod' });

    expect(result).toMatchObject({ ok: true });
    await eventually(() => results.length === 2);
    expect(results).toEqual(['updated', 'hash_conflict']);
    const shown = views(slack, { user: 'ann' })?.modals[0]?.view;
    expect(shown).toMatchObject({
      private_metadata: 'prod',
      state: { values: { 'cluster.v1': { cluster: { selected_option: { value: 'prod' } } } } },
    });
    expect(await click(slack, { user: 'ann', viewId, actionId: 'reason', value: 'typed' })).toMatchObject({
      error: 'no_dispatch',
    });
  });

  it('publishes a home tab when it is opened, and its buttons work', async () => {
    const slack = await aSlack();
    const pressed: unknown[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: HOME });
      });
      app.action('h.new', async ({ ack, body }) => {
        await ack();
        pressed.push((body as unknown as { container: unknown }).container);
      });
    });

    expect(await openHome(slack, { user: 'ann' })).toEqual({ ok: true, told: true });
    const home = await eventually(() => views(slack, { user: 'ann' })?.home);

    expect(home.view).toMatchObject({ type: 'home', bot_id: 'B0DROVER000' });
    expect(await click(slack, { user: 'ann', viewId: home.id, actionId: 'h.new' })).toMatchObject({
      ok: true,
    });
    expect(pressed).toEqual([{ type: 'view', view_id: home.id }]);
    expect(await click(slack, { user: 'bob', viewId: home.id, actionId: 'h.new' })).toMatchObject({
      error: 'view_not_found',
    });
    expect(await openHome(slack, { user: 'ann' })).toMatchObject({ viewId: home.id });
  });

  it('brings global and message shortcuts', async () => {
    const slack = await aSlack();
    const seen: unknown[] = [];
    await aBoltApp(slack, mode, (app) => {
      app.shortcut('patch_new', async ({ ack, shortcut: { type } }) => {
        await ack();
        seen.push(type);
      });
    });
    const { ts } = await aClient(slack).chat.postMessage({ channel: PROD, text: 'root' });

    await shortcut(slack, { user: 'ann', callbackId: 'patch_new' });
    await messageShortcut(slack, { user: 'ann', callbackId: 'patch_new', channel: PROD, ts: ts! });

    expect(seen).toEqual(['shortcut', 'message_action']);
  });
});

describe('triggers and views', () => {
  it('refuses a trigger that is used, unknown or older than three seconds', async () => {
    const slack = await aSlack();
    const client = aClient(slack);
    const trigger = slack.triggers.issue(ANN);
    const old = slack.triggers.issue(ANN);
    const open = async (trigger_id: string): Promise<string> =>
      client.views.open({ trigger_id, view: SECOND }).then(
        () => 'opened',
        (error: { data: { error: string } }) => error.data.error,
      );

    expect(await open(trigger)).toBe('opened');
    expect(await open(trigger)).toBe('exchanged_trigger_id');
    expect(await open('1.2.3')).toBe('invalid_trigger_id');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_050 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await open(old)).toBe('expired_trigger_id');
  });

  it('holds a stack of three, pushed only from inside it, and external ids apart', async () => {
    const slack = await aSlack();
    const client = aClient(slack);
    const outcome = async (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => 'ok',
        (error: { data: { error: string } }) => error.data.error,
      );
    const root = await client.views.open({
      trigger_id: slack.triggers.issue(ANN),
      view: { ...SECOND, external_id: 'one' },
    });
    const inside = (): string => slack.triggers.issue(ANN, root.view?.id);

    expect(await outcome(client.views.push({ trigger_id: slack.triggers.issue(ANN), view: SECOND }))).toBe(
      'not_found',
    );
    expect(
      await outcome(client.views.push({ trigger_id: inside(), view: { ...SECOND, external_id: 'one' } })),
    ).toBe('duplicate_external_id');
    expect(await outcome(client.views.push({ trigger_id: inside(), view: SECOND }))).toBe('ok');
    expect(await outcome(client.views.push({ trigger_id: inside(), view: SECOND }))).toBe('ok');
    expect(await outcome(client.views.push({ trigger_id: inside(), view: SECOND }))).toBe(
      'push_limit_reached',
    );
    expect(await outcome(client.views.update({ external_id: 'one', view: SECOND }))).toBe('ok');
    expect(await outcome(client.views.update({ view_id: 'V9', view: SECOND }))).toBe('not_found');
    expect(await outcome(client.views.publish({ user_id: ANN, view: HOME }))).toBe('ok');
    expect(await outcome(client.views.publish({ user_id: ANN, view: HOME, hash: 'old' }))).toBe(
      'hash_conflict',
    );
  });

  it('says why a view is refused', async () => {
    const slack = await aSlack();
    const refused = await aClient(slack)
      .views.open({
        trigger_id: slack.triggers.issue(ANN),
        view: { ...SECOND, title: { type: 'plain_text', text: 'x'.repeat(25) } },
      })
      .catch((error: { data: unknown }) => error.data);

    expect(refused).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: [
          '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
          '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
        ],
      },
    });
    expect(slack.workspace.verdicts.refused()).toMatchObject([{ via: 'views.open', surface: 'modal' }]);
    expect(messages(slack, { channel: PROD })).toEqual([]);
  });
});

function opensForm(app: App): void {
  app.command('/patch', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: FORM });
  });
}

async function openForm(slack: Slack): Promise<string> {
  await slash(slack, { user: 'ann', channel: PROD, text: '/patch' });
  return (await eventually(() => views(slack, { user: 'ann' })?.modals.at(-1))).id;
}

function filled(): Record<string, unknown> {
  return {
    cluster: { type: 'external_select', selected_option: option('prod', 'prod') },
    reason: 'because it is old',
  };
}
