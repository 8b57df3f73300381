import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aBoltApp } from '../slack/a-bolt-app.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const button = (verb: string, text: string, more: object = {}) =>
  ({ type: 'button', action_id: `p.${verb}`, text: plain(text), value: 'R-1', ...more }) as const;

/** The root message of a rollout in one of its phases. */
function root(
  phase: string,
  asker: string,
  buttons: readonly object[],
): { text: string; blocks: KnownBlock[] } {
  const blocks = [
    { type: 'header', text: plain(`R-1 · prod / workers · ${phase}`) },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Nodes*\n2 to replace' },
        { type: 'mrkdwn', text: '*From*\n`ami-1`' },
      ],
    },
    { type: 'actions', block_id: `p.R-1.${phase}`, elements: buttons },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `asked by <@${asker}> · <!subteam^S0APPROVERS> may approve` }],
    },
  ];
  // Made by hand, as an app may do it.
  return { text: `R-1 prod/workers: ${phase}`, blocks: blocks as unknown as KnownBlock[] };
}

const REPORT: ModalView = {
  type: 'modal',
  callback_id: 'report',
  title: plain('Preflight report'),
  close: plain('Close'),
  submit: plain('Send'),
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: '*3 checks passed*' } },
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      hint: plain('Why this is wanted'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    {
      type: 'input',
      block_id: 'pace',
      optional: true,
      label: plain('Pace'),
      element: {
        type: 'static_select',
        action_id: 'pace',
        options: [
          { text: plain('Slow'), value: 'slow' },
          { text: plain('Fast'), value: 'fast' },
        ],
      },
    },
    { type: 'actions', elements: [button('more', 'More')] },
  ],
};

const CONFIRM = {
  title: plain('Approve R-1?'),
  text: plain('2 nodes will be replaced.'),
  confirm: plain('Approve'),
  deny: plain('No'),
};

/** What the app was told. */
export interface Told {
  readonly submitted: unknown[];
}

/** A real Bolt app that behaves like the product in the few things that a page shows. */
export async function aStandInApp(slack: Slack): Promise<Told> {
  const submitted: unknown[] = [];
  await aBoltApp(slack, 'socket', (app) => {
    listenToCommands(app);
    listenToClicks(app);
    app.view('report', async ({ ack, view }) => {
      const reason = view.state.values['reason']?.['text']?.value ?? '';
      if (reason.length < 5)
        return ack({ response_action: 'errors', errors: { reason: 'Say at least five letters.' } });
      submitted.push(view.state.values);
      return ack();
    });
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'header', text: plain('Home of drover') } as const];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
  });
  return { submitted };
}

function listenToCommands(app: App): void {
  app.command('/patch', async ({ ack, command, client }) => {
    if (command.text === 'nonsense')
      return ack({ text: ':grey_question: What is *nonsense*? <script>alert(1)</script>' });
    await ack({ text: 'R-1: planning prod/workers.' });
    const buttons = [
      button('approve', 'Approve', { style: 'primary', confirm: CONFIRM }),
      button('report', 'Full report'),
      button('crash', 'Crash'),
    ];
    await client.chat.postMessage({
      channel: command.channel_id,
      ...root('AWAITING_APPROVAL', command.user_id, buttons),
    });
  });
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'I am here.' });
  });
}

function listenToClicks(app: App): void {
  app.action('p.approve', async ({ ack, body, respond, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    const asker = /<@(\w+)>/.exec(JSON.stringify(body.message['blocks']))?.[1] ?? '';
    if (asker === body.user.id) {
      await respond({
        response_type: 'ephemeral',
        replace_original: false,
        text: ':no_entry: *You cannot do that.* You asked for it.',
      });
      return;
    }
    const buttons = [button('pause', 'Pause'), button('abort', 'Abort', { style: 'danger' })];
    const { ts } = body.message;
    await client.chat.update({ channel: body.channel.id, ts, ...root('RUNNING', asker, buttons) });
    await client.chat.postMessage({
      channel: body.channel.id,
      thread_ts: ts,
      text: `:ballot_box_with_ballot: <@${body.user.id}> approved`,
    });
    await client.chat.postMessage({
      channel: body.channel.id,
      thread_ts: ts,
      text: 'First node is in work',
      reply_broadcast: true,
    });
  });
  app.action('p.report', async ({ ack, body, client }) => {
    await ack();
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: REPORT });
  });
  app.action('p.more', async ({ ack, body, client }) => {
    await ack();
    const more: ModalView = {
      type: 'modal',
      title: plain('More'),
      blocks: [{ type: 'section', text: plain('All of it.') }],
    };
    if ('trigger_id' in body) await client.views.push({ trigger_id: body.trigger_id, view: more });
  });
  // Never acknowledged: as if the app had died in the middle.
  app.action('p.crash', async () => undefined);
  app.action(/^p\.(pause|abort)$/, async ({ ack }) => ack());
}
