import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { aBoltApp } from '../slack/a-bolt-app.ts';
import { eventually } from '../slack/a-slack.ts';
import type { ControlAtHand } from './a-control.ts';
import { aControl } from './a-control.ts';

const ANN = 'U0ANN000000';
const BUTTONS = [
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'p.approve', text: { type: 'plain_text', text: 'Approve' }, value: '7' },
    ],
  },
];
const FORM: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Why' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

/** The app answers `/patch` with a message with a button, the button with a modal, and the modal with its verdict. */
async function anAppBehind(control: ControlAtHand): Promise<{ readonly clicks: string[] }> {
  const clicks: string[] = [];
  await aBoltApp(control.world().slack, 'socket', (app) => {
    app.command('/patch', async ({ ack, command, client }) => {
      await ack({ text: `planning ${command.text}` });
      await client.chat.postMessage({
        channel: command.channel_id,
        text: `plan of ${command.text}`,
        blocks: BUTTONS,
      });
    });
    app.action('p.approve', async ({ ack, action, body, client }) => {
      await ack();
      clicks.push(`${body.user.id} ${'value' in action ? String(action.value) : ''}`);
      if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: FORM });
    });
    app.view('form', async ({ ack, view }) => {
      const said = view.state.values['reason']?.['text']?.value ?? '';
      if (said === 'no') await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
      else await ack();
    });
  });
  return { clicks };
}

interface Said {
  readonly ts: string;
  readonly text: string;
}

async function firstMessage(control: ControlAtHand): Promise<Said> {
  for (let look = 0; look < 200; look++) {
    const { body } = await control.get<Said[]>('messages?channel=ops-prod');
    if (body[0]) return body[0];
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nobody said anything');
}

describe('Slack through the test API', () => {
  it('types a command, presses the button of the answer, fills in the modal and submits it', async () => {
    const control = await aControl();
    const { clicks } = await anAppBehind(control);

    const typed = await control.post('slash', {
      user: 'ann',
      channel: '#ops-prod',
      text: '/patch prod workers',
    });
    expect(typed).toMatchObject({ status: 200, body: { ok: true, answered: { ephemeral: true } } });
    const message = await firstMessage(control);
    expect(message).toMatchObject({ text: 'plan of prod workers', edited: false, blocks: BUTTONS });

    const place = { user: 'ann', channel: 'ops-prod', ts: message.ts };
    expect(await control.post('click', { ...place, actionId: 'p.approve' })).toMatchObject({ status: 200 });
    const slack = control.world().slack;
    const viewId = await eventually(() => slack.workspace.views.stack(ANN)[0]?.id);
    expect(clicks).toEqual([`${ANN} 7`]);

    const empty = await control.post('submit', { user: 'ann', viewId, values: {} });
    expect(empty).toMatchObject({ status: 422, body: { code: 'invalid_fields', by: 'slack' } });
    const refused = await control.post('submit', { user: 'ann', viewId, values: { reason: { text: 'no' } } });
    expect(refused).toMatchObject({ status: 422, body: { by: 'app', errors: { reason: 'Say more.' } } });
    const sent = await control.post('submit', { user: 'ann', viewId, values: { text: 'CVE-2026-1' } });
    expect(sent).toMatchObject({ status: 200, body: { outcome: 'closed' } });
  });

  it('lists what one person alone sees, and lets them dismiss it', async () => {
    const control = await aControl();
    await anAppBehind(control);

    await control.post('slash', { user: 'ann', channel: 'ops-prod', text: 'status' });
    const hers = await control.get<Said[]>('ephemerals?user=ann');
    expect(hers.body).toMatchObject([{ text: 'planning status', channel: 'C0OPSPROD00', user: ANN }]);
    expect((await control.get('ephemerals?user=bob')).body).toEqual([]);

    const ts = hers.body[0]?.ts;
    expect(await control.post('dismiss', { user: 'ann', ts })).toMatchObject({ status: 200 });
    expect((await control.get('ephemerals?user=ann')).body).toEqual([]);
    expect(await control.post('dismiss', { user: 'ann', ts })).toMatchObject({ status: 404 });
  });

  it('answers 4xx with the thing and the fix when a person cannot do that', async () => {
    const control = await aControl();
    await anAppBehind(control);
    const said = { user: 'ann', channel: 'ops-prod', text: '/patch prod workers' };

    const refusals = [
      [await control.post('slash', { ...said, user: 'zoe' }), 404, /zoe.*user_not_found/],
      [await control.post('slash', { ...said, channel: 'nowhere' }), 404, /nowhere.*channel_not_found/],
      [await control.post('slash', { ...said, user: 'eve' }), 403, /eve.*not_in_channel/],
      [await control.post('slash', { ...said, text: '/deploy' }), 400, /\/deploy is not a valid command/],
      [
        await control.post('click', { user: 'ann', channel: 'ops-prod', ts: '1.1', actionId: 'x' }),
        404,
        /1\.1/,
      ],
      [await control.get('messages?channel=nowhere'), 404, /nowhere.*ops-prod/],
      [await control.get('ephemerals?user=zoe'), 404, /zoe.*ann/],
    ] as const;

    for (const [{ status, body }, expected, words] of refusals) {
      expect({ status, body }).toMatchObject({
        status: expected,
        body: { error: expect.stringMatching(words) },
      });
    }
  });

  it('answers 424 with what the person sees when no app is there to answer', async () => {
    const control = await aControl();

    const { status, body } = await control.post('slash', {
      user: 'ann',
      channel: 'ops-prod',
      text: '/patch',
    });

    expect(status).toBe(424);
    expect(body).toMatchObject({
      code: 'dispatch_failed',
      by: 'app',
      sees: '/patch failed with the error "dispatch_failed"',
    });
  });

  it('lists the messages that broke a limit of Slack', async () => {
    const control = await aControl();
    const { slack } = control.world();
    expect((await control.get('verdicts')).body).toEqual([]);

    const long = { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3001) } };
    await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.app.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C0OPSPROD00', text: 'long', blocks: [long] }),
    });

    const { body } = await control.get('verdicts');
    expect(body).toMatchObject([
      { via: 'chat.postMessage', verdict: { ok: false, error: 'invalid_blocks' } },
    ]);
  });

  it('lets a person talk, mention the app and open its home', async () => {
    const control = await aControl();
    const { slack } = control.world();
    await anAppBehind(control);

    expect(await control.post('say', { user: 'bob', channel: 'ops-prod', text: 'hello' })).toMatchObject({
      status: 200,
    });
    expect(
      await control.post('mention', { user: 'bob', channel: 'ops-prod', text: '@drover status' }),
    ).toMatchObject({
      status: 200,
    });
    expect(await control.post('home', { user: 'bob' })).toMatchObject({ status: 200, body: { ok: true } });

    const said = slack.workspace.timeline.all('C0OPSPROD00').map(({ text }) => text);
    expect(said).toEqual(['hello', `<@${slack.workspace.bot.id}> status`]);
  });
});
