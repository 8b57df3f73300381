import { describe, expect, it } from 'vitest';
import { aClient, ANN, aSlack, BOB, eventually, PROD } from '../../sandbox/slack/a-slack.ts';
import { startGateway } from '../../../src/adapters/slack/gateway.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { Inbox } from '../../../src/ports/inbox.ts';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { ephemerals } from '../../../src/sandbox/slack/hands/ephemerals.ts';
import { mention } from '../../../src/sandbox/slack/hands/mention.ts';
import { openHome } from '../../../src/sandbox/slack/hands/open-home.ts';
import { shortcut } from '../../../src/sandbox/slack/hands/shortcut.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { views } from '../../../src/sandbox/slack/hands/views.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aGateway, aLog, anInbox, httpOf, pointAt } from './a-gateway.ts';
import { BUTTON_VALUE } from './a-signed-request.ts';

const MODES = ['http', 'socket'] as const;
const TEST_ACK_MS = 400;

/** A message of ours with a button that can be clicked. */
async function aCard(slack: Slack, actionId = 'p.approve'): Promise<string> {
  const button = {
    type: 'button',
    text: { type: 'plain_text', text: 'Go' },
    action_id: actionId,
    value: BUTTON_VALUE,
  } as const;
  const blocks = [{ type: 'actions' as const, block_id: 'p.R-7K2QX.1', elements: [button] }];
  const { ts } = await aClient(slack).chat.postMessage({ channel: PROD, text: 'a card', blocks });
  return ts ?? '';
}

describe.each(MODES)('the gateway over %s', (mode) => {
  it('hands a command and a click on, as they came', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, mode);
    const ts = await aCard(slack);

    expect(await slash(slack, { user: 'ann', channel: PROD, text: '/patch prod workers' })).toMatchObject({
      ok: true,
    });
    expect(await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'p.approve' })).toMatchObject({
      ok: true,
    });

    await eventually(() => gateway.inbox.taken.length === 2);
    expect(gateway.items()).toMatchObject([
      { kind: 'command', text: 'prod workers', sender: { userId: ANN } },
      {
        kind: 'click',
        verb: 'approve',
        rollout: 'R-7K2QX',
        messageTs: ts,
        sender: { userId: BOB },
        channel: PROD,
      },
    ]);
  });

  it('tells an engine that the same click delivered twice is one act', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, mode);
    const ts = await aCard(slack);

    const first = await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'p.approve' });
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    // Signed anew, so that neither door can know it: only its key tells.
    await slack.courier.replay(first.ok ? first.deliveryId : '', { signature: 'right', clockSkewSeconds: 1 });
    await eventually(() => gateway.inbox.taken.length === (mode === 'http' ? 2 : 1));

    const keys = gateway.items().map((item) => (item.kind === 'refused' ? item.reason : item.dedupeKey));
    expect(new Set(keys).size).toBe(1);
  });

  it('takes what is delivered in two copies once', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, mode);
    slack.courier.knobs.copies = 2;

    await slash(slack, { user: 'ann', channel: PROD, text: '/patch status' });
    await slash(slack, { user: 'ann', channel: PROD, text: '/patch status' });

    await eventually(() => gateway.inbox.taken.length === 2);
    expect(gateway.items()).toHaveLength(2);
  });

  it('acknowledges before anything else: a store that hangs holds nobody up, and the person hears of it', async () => {
    const slack = await aSlack();
    const inbox: Inbox = { put: async () => new Promise<never>(() => undefined) };
    await aGateway(slack, mode, { inbox });

    const result = await slash(slack, { user: 'ann', channel: PROD, text: '/patch prod workers' });

    expect(result.ok && result.tookMs).toBeLessThan(TEST_ACK_MS);
    const [told] = await eventually(() => nonEmpty(ephemerals(slack, { user: ANN })), 3_000);
    expect(JSON.stringify(told)).toContain('The store that carries requests to the engine is down.');
    expect(JSON.stringify(told)).toContain('E-DEP');
  });

  it('says at once that the store is down when the inbox says so, to the one who clicked', async () => {
    const slack = await aSlack();
    const inbox: Inbox = {
      put: async () => {
        throw new PortError('unavailable', 'redis: put', 'connection refused');
      },
    };
    await aGateway(slack, mode, { inbox });
    const ts = await aCard(slack);

    expect(await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'p.approve' })).toMatchObject({
      ok: true,
    });

    const [told] = await eventually(() => nonEmpty(ephemerals(slack, { user: BOB })));
    expect(JSON.stringify(told)).toContain('E-DEP');
    // The card is as it was: nothing was done.
    expect(slack.workspace.timeline.find(PROD, ts)?.text).toBe('a card');
  });

  it('leaves nothing without an acknowledgement: links, foreign buttons, shortcuts', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, mode);
    const ts = await aCard(slack, 'open_dashboard');

    expect(await click(slack, { user: 'bob', channel: PROD, ts, actionId: 'open_dashboard' })).toMatchObject({
      ok: true,
    });
    expect(await shortcut(slack, { user: 'bob', callbackId: 'patch_new' })).toMatchObject({ ok: true });
    expect(gateway.inbox.taken).toEqual([]);
  });

  it('takes a mention in a thread for a command, and says elsewhere what to do', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, mode);
    const ts = await aCard(slack);

    mention(slack, { user: 'ann', channel: PROD, threadTs: ts, text: 'pause' });
    await eventually(() => gateway.inbox.taken.length === 1);
    mention(slack, { user: 'ann', channel: PROD, text: 'pause' });

    const [told] = await eventually(() => nonEmpty(ephemerals(slack, { user: ANN })));
    expect(JSON.stringify(told)).toContain('Mention me in the thread of a rollout');
    expect(gateway.items()).toMatchObject([
      { kind: 'command', text: 'pause', threadTs: ts, sender: { userId: ANN } },
    ]);
  });

  it('shows the home that it was given', async () => {
    const slack = await aSlack();
    const home = (userId: string): object => ({
      type: 'home',
      blocks: [{ type: 'section', text: { type: 'plain_text', text: `hello ${userId}` } }],
    });
    await aGateway(slack, mode, { home });

    await openHome(slack, { user: 'ann' });

    const shown = await eventually(() => views(slack, { user: 'ann' })?.home);
    expect(JSON.stringify(shown.view)).toContain(`hello ${ANN}`);
  });
});

describe('a Slack that is away', () => {
  it('at the start is asked again until it answers, and a command meanwhile is answered in words', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    const log = aLog();
    const inbox = anInbox();
    faults.add({ target: 'slack', match: { path: 'auth.test' }, answer: { status: 503 }, times: 3 });
    const gateway = await startGateway({
      connection: { botToken: slack.app.botToken, apiUrl: slack.apiUrl, log },
      transport: httpOf(slack),
      inbox,
    });
    await pointAt(slack, gateway);

    expect(gateway.isReady()).toBe(false);
    const early = await slash(slack, { user: 'ann', channel: PROD, text: '/patch status' });
    expect(early).toMatchObject({ ok: true, answered: { ephemeral: true } });
    expect(await gateway.ready).toBe(true);
    expect(await slash(slack, { user: 'ann', channel: PROD, text: '/patch status' })).toMatchObject({
      ok: true,
    });
    expect(inbox.taken).toHaveLength(1);
    expect(log.lines.filter(({ message }) => message.startsWith('Slack does not know us'))).toHaveLength(3);
    await gateway.close();
  });

  it('at the start does not keep a gateway from being closed', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({ target: 'slack', match: { path: 'auth.test' }, answer: { status: 503 }, times: 1_000 });
    const gateway = await startGateway({
      connection: { botToken: slack.app.botToken, apiUrl: slack.apiUrl, log: aLog() },
      transport: { kind: 'socket', appToken: slack.app.appToken },
      inbox: anInbox(),
    });

    await gateway.close();

    expect(await gateway.ready).toBe(false);
  });
});

function nonEmpty<T>(list: readonly T[] = []): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
