import { describe, expect, it } from 'vitest';
import { aSlack, eventually, PROD } from '../../sandbox/slack/a-slack.ts';
import { startGateway } from '../../../src/adapters/slack/gateway.ts';
import type { Inbox } from '../../../src/ports/inbox.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { sendAppRateLimited } from '../../../src/sandbox/slack/inbound/housekeeping.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aGateway, aLog, anInbox } from './a-gateway.ts';

const COMMAND = { user: 'ann', channel: PROD, text: '/patch status' };

async function oneSocket(slack: Slack) {
  const transport = { kind: 'socket', appToken: slack.app.appToken, connections: 1 } as const;
  return aGateway(slack, 'socket', { transport });
}

async function twoSockets(slack: Slack) {
  const gateway = await aGateway(slack, 'socket');
  await eventually(() => slack.sockets.connections === 2);
  return gateway;
}

describe('the gateway in Socket Mode', () => {
  it('holds two connections, so that no click is lost while one of them is renewed', async () => {
    const slack = await aSlack();
    const gateway = await twoSockets(slack);

    const clicks = Array.from({ length: 20 }, async (_, index) => {
      await new Promise((resolve) => {
        setTimeout(resolve, index * 20);
      });
      // One at a time, as Slack does it: a busy machine may still be renewing the first.
      if (index === 12) await eventually(() => slack.sockets.connections === 2);
      if (index === 5 || index === 12) slack.sockets.disconnect('refresh_requested', 'one');
      return slash(slack, COMMAND);
    });

    expect((await Promise.all(clicks)).map(({ ok }) => ok)).toEqual(Array.from({ length: 20 }, () => true));
    await eventually(() => gateway.inbox.taken.length === 20);
    await eventually(() => slack.sockets.connections === 2);
  });

  it('takes a click whose acknowledgement was lost with the connection', async () => {
    const slack = await aSlack();
    const gateway = await oneSocket(slack);

    const clicked = slash(slack, COMMAND);
    slack.sockets.disconnect('refresh_requested');
    await clicked;

    await eventually(() => gateway.inbox.taken.length === 1);
    expect(gateway.items()).toMatchObject([{ kind: 'command', text: 'status' }]);
    await eventually(() => slack.sockets.connections === 1);
  });

  it('is back within a second of a connection that was renewed or cut, though it had only one', async () => {
    const slack = await aSlack();
    const gateway = await oneSocket(slack);

    for (const end of [() => slack.sockets.disconnect('refresh_requested'), () => slack.sockets.cut()]) {
      const opened = slack.calls.of('apps.connections.open').length;
      const began = performance.now();
      end();
      await eventually(
        () => slack.calls.of('apps.connections.open').length > opened && slack.sockets.connections === 1,
      );
      expect(performance.now() - began).toBeLessThan(1_500);
      await eventually(() => gateway.isReady());
      expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });
    }
  });

  it('goes over to the next connection while Slack is slow to close the old one', async () => {
    const slack = await aSlack();
    slack.sockets.slowCloseMs = 3_000;
    await oneSocket(slack);

    slack.sockets.disconnect('refresh_requested');

    await eventually(() => slack.sockets.connections === 1, 2_000);
    expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });
  });

  it('survives what has no event in it', async () => {
    const slack = await aSlack();
    const gateway = await oneSocket(slack);

    await sendAppRateLimited(slack);
    slack.sockets.broadcast('{"type":"events_api","envelope_id":"1","payload":{"type":"app_rate_limited"}}');
    slack.sockets.broadcast('{"type":"interactive","envelope_id":"2"}');
    slack.sockets.broadcast('not json');
    slack.sockets.broadcast('[]');

    expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });
    expect(gateway.inbox.taken).toHaveLength(1);
    expect(gateway.log.lines.map(({ message }) => message)).toContain(
      'Slack sent something that no listener can take',
    );
  });

  it('keeps trying while Slack gives out no connections or breaks them, and tells what happens', async () => {
    const faults = new FaultBook();
    const slack = await aSlack({ faults });
    faults.add({
      target: 'slack',
      match: { path: 'apps.connections.open' },
      answer: { status: 503 },
      times: 2,
    });
    faults.add({ target: 'slack', match: { path: 'link' }, answer: { status: 503 }, times: 2 });

    const gateway = await oneSocket(slack);

    expect(gateway.isReady()).toBe(true);
    expect(await slash(slack, COMMAND)).toMatchObject({ ok: true });
    expect(
      gateway.log.lines.filter(({ message }) => message.includes('could not be opened')).length,
    ).toBeGreaterThanOrEqual(2);
  });

  it('does not fall over a token that is refused', async () => {
    const slack = await aSlack();
    const log = aLog();
    const gateway = await startGateway({
      connection: { botToken: slack.app.botToken, apiUrl: slack.apiUrl, log },
      transport: { kind: 'socket', appToken: 'xapp-wrong' },
      inbox: anInbox(),
    });

    await eventually(() =>
      log.lines.some(({ fields }) => String(fields?.['message']).includes('invalid_auth')),
    );
    expect(gateway.isReady()).toBe(false);
    await gateway.close();
    expect(JSON.stringify(log.lines)).not.toMatch(/xapp-|xoxb-/u);
  });

  it('lets what was begun end when it is closed: acknowledged, handed on, and gone', async () => {
    const slack = await aSlack();
    const taken: string[] = [];
    const inbox: Inbox = {
      put: async (raw) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 200);
        });
        taken.push(raw.transport);
      },
    };
    const gateway = await aGateway(slack, 'socket', { inbox });

    const clicked = slash(slack, COMMAND);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    await gateway.close();

    expect(await clicked).toMatchObject({ ok: true });
    expect(taken).toEqual(['socket']);
    expect(gateway.isReady()).toBe(false);
    await eventually(() => slack.sockets.connections === 0);
  });
});

describe('the gateway over HTTP', () => {
  it('lets what was begun end when it is closed, and takes nothing new', async () => {
    const slack = await aSlack();
    const taken: string[] = [];
    const inbox: Inbox = {
      put: async (raw) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 200);
        });
        taken.push(raw.transport);
      },
    };
    const gateway = await aGateway(slack, 'http', { inbox });

    const clicked = slash(slack, COMMAND);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    await gateway.close();

    expect(await clicked).toMatchObject({ ok: true });
    expect(taken).toEqual(['http']);
    expect(await slash(slack, COMMAND)).toMatchObject({ ok: false });
    expect(taken).toEqual(['http']);
  });

  it('takes a request that has just come in, though it is told to close in the same moment', async () => {
    const slack = await aSlack();
    const gateway = await aGateway(slack, 'http');

    const clicked = Array.from({ length: 5 }, async () => slash(slack, COMMAND));
    await eventually(() => gateway.inbox.taken.length > 0);
    await gateway.close();

    const accepted = (await Promise.all(clicked)).filter(({ ok }) => ok).length;
    expect(accepted).toBeGreaterThan(0);
    expect(gateway.inbox.taken).toHaveLength(accepted);
  });
});
