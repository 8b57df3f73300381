import { describe, expect, it } from 'vitest';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { messages } from '../../../src/sandbox/slack/hands/messages.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { views } from '../../../src/sandbox/slack/hands/views.ts';
import { DEFAULT_SEED } from '../../../src/sandbox/slack/state/workspace-seed.ts';
import { createWorkspace } from '../../../src/sandbox/slack/state/workspace.ts';
import { aClient, ANN, aSlack, PROD } from './a-slack.ts';
import { SAMPLE_VIEWS } from './sample-messages.ts';

describe('a workspace', () => {
  it('starts with the people, channels and group of its seed', () => {
    const { directory, bot } = createWorkspace({ random: createRandom(1) });

    expect([...directory.people.values()].map(({ name }) => name)).toEqual([
      'ann',
      'bob',
      'cat',
      'dan',
      'gus',
      'eve',
      'drover',
    ]);
    expect([...directory.channels.values()].map(({ name, members }) => [name, members.has(bot.id)])).toEqual([
      ['ops-prod', true],
      ['ops-staging', true],
      ['general', false],
    ]);
    expect(directory.person('@bob')).toBe(directory.people.get('U0BOB000000'));
    expect(directory.isExternal(directory.person('eve')!)).toBe(true);
  });

  it('says what is wrong with a seed', () => {
    const random = createRandom(1);
    const withStranger = {
      ...DEFAULT_SEED,
      groups: [{ id: 'S1', handle: 'g', name: 'g', members: ['zoe'] }],
    };

    expect(() => createWorkspace({ random, seed: withStranger })).toThrow('names zoe');
    expect(() =>
      createWorkspace({ random, seed: { ...DEFAULT_SEED, people: [], channels: [], groups: [] } }),
    ).toThrow('botId');
  });

  it('never gives out a ts twice, in real time, and notes the world’s time beside it', () => {
    const clock = new WorldClock(Date.parse('2030-01-01T00:00:00Z'), 20);
    const { timeline } = createWorkspace({ random: createRandom(1), clock });

    const posted = Array.from({ length: 1_000 }, () =>
      timeline.post({ channel: PROD, user: ANN, text: 'x' }),
    );

    const all = posted.map(({ ts }) => ts);
    expect(new Set(all).size).toBe(1_000);
    expect(all).toEqual(all.toSorted());
    expect(all.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
    expect(Math.abs(Number(all[0]) * 1_000 - Date.now())).toBeLessThan(5_000);
    expect(new Date(posted[0]!.postedAtWorld!).toISOString()).toMatch(/^2030-01-01T00:00/);
    clock.stop();
  });

  it('tells its subscribers of every change in order, as JSON that survives the way to a browser', async () => {
    const slack = await aSlack();
    const seen: string[] = [];
    const end = slack.workspace.subscribe((change) => {
      seen.push(change.type);
      expect(JSON.parse(JSON.stringify(change))).toMatchObject({ type: change.type });
    });
    const client = aClient(slack);

    const { ts } = await client.chat.postMessage({ channel: PROD, text: 'one' });
    await client.chat.update({ channel: PROD, ts: ts!, text: 'two' });
    await client.chat.postEphemeral({ channel: PROD, user: ANN, text: 'psst' });
    await client.reactions.add({ channel: PROD, timestamp: ts!, name: 'eyes' });
    const opened = await client.views.open({
      trigger_id: slack.triggers.issue(ANN),
      view: SAMPLE_VIEWS['form'] as never,
    });
    await client.views.update({ view_id: opened.view!.id!, view: SAMPLE_VIEWS['form'] as never });
    await client.views.publish({ user_id: ANN, view: SAMPLE_VIEWS['home'] as never });
    await slash(slack, { user: 'ann', channel: PROD, text: '/patch' });
    await client.chat.delete({ channel: PROD, ts: ts! });
    end();
    await client.chat.postMessage({ channel: PROD, text: 'unheard' });

    expect(seen).toEqual([
      'message-posted',
      'message-edited',
      'ephemeral-posted',
      'reaction-added',
      'view-opened',
      'view-updated',
      'home-published',
      'ephemeral-posted',
      'delivery-failed',
      'message-deleted',
    ]);
  });

  it('keeps a verdict on everything that was said', async () => {
    const slack = await aSlack();
    const client = aClient(slack);
    await client.chat.postMessage({ channel: PROD, text: 'fine' });
    await client.chat
      .postMessage({ channel: PROD, text: 'x', blocks: [{ type: 'header' } as never] })
      .catch(() => undefined);

    expect(slack.workspace.verdicts.all().map(({ via, verdict }) => [via, verdict.ok])).toEqual([
      ['chat.postMessage', true],
      ['chat.postMessage', false],
    ]);
    expect(slack.workspace.verdicts.refused()).toHaveLength(1);
  });

  it('answers nothing for places and people that are not there', async () => {
    const slack = await aSlack();

    expect(messages(slack, { channel: 'moon' })).toBeUndefined();
    expect(views(slack, { user: 'zoe' })).toBeUndefined();
    expect(await click(slack, { user: 'ann', actionId: 'a' })).toMatchObject({ error: 'invalid_arguments' });
  });
});
