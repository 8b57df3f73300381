import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ResponseContext } from '../../../src/sandbox/slack/inbound/response-urls.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { ANN, aSlack, PROD } from './a-slack.ts';

describe('a response_url', () => {
  it('of a click replaces the message unless it is told not to', async () => {
    const slack = await aSlack();
    const { url, ts } = clicked(slack);

    expect(await answer(url, { text: 'replaced' })).toEqual([200, 'ok']);
    expect(slack.workspace.timeline.find(PROD, ts)).toMatchObject({
      text: 'replaced',
      edited: { user: 'U0DROVER000' },
    });
    expect(await answer(url, { text: 'whispered', replace_original: false })).toEqual([200, 'ok']);
    expect(await answer(url, { text: 'whispered too', response_type: 'ephemeral' })).toEqual([200, 'ok']);
    expect(
      await answer(url, {
        text: 'said aloud',
        response_type: 'in_channel',
        replace_original: false,
        thread_ts: ts,
      }),
    ).toEqual([200, 'ok']);

    expect(slack.workspace.timeline.ephemerals(ANN).map(({ text }) => text)).toEqual([
      'whispered',
      'whispered too',
    ]);
    expect(slack.workspace.timeline.thread(PROD, ts).map(({ text }) => text)).toEqual([
      'replaced',
      'said aloud',
    ]);
  });

  it('of a command adds, and replaces or deletes what it added first', async () => {
    const slack = await aSlack();
    const url = issue(slack, { from: 'command', original: undefined });
    const seen = (): string[] => slack.workspace.timeline.ephemerals(ANN).map(({ text }) => text);

    await answer(url, { text: 'working' });
    await answer(url, { text: 'done', replace_original: true });
    expect(seen()).toEqual(['done']);
    await answer(url, { delete_original: true });
    expect(seen()).toEqual([]);
    slack.responseUrls.expireAll();
    expect(await answer(url, { text: 'too late' })).toEqual([404, 'expired_url']);
  });

  it('lives for thirty minutes, and a refused message does not use it up', async () => {
    const slack = await aSlack();
    const { url, ts } = clicked(slack);

    for (let turn = 1; turn <= 6; turn++) {
      expect(await answer(url, { text: 'x', blocks: [{ type: 'header' }] })).toEqual([400, 'invalid_blocks']);
    }
    expect(await answer(url, {})).toEqual([400, 'no_text']);
    expect(await answer(url, 'not json')).toEqual([400, 'invalid_payload']);
    expect(await answer(`${url}x`, { text: 'x' })).toEqual([404, 'expired_url']);
    slack.workspace.timeline.remove(slack.workspace.timeline.find(PROD, ts)!);
    expect(await answer(url, { text: 'x', replace_original: true })).toEqual([404, 'message_not_found']);
    expect(await answer(url, { text: 'still good', replace_original: false })).toEqual([200, 'ok']);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 60_000 + 1 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await answer(url, { text: 'too late', replace_original: false })).toEqual([404, 'expired_url']);
    expect(slack.workspace.verdicts.refused().every(({ via }) => via === 'response_url')).toBe(true);
  });
});

function clicked(slack: Slack): { url: string; ts: string } {
  const { bot, timeline } = slack.workspace;
  const { ts } = timeline.post({ channel: PROD, user: bot.id, text: 'card' });
  return { ts, url: issue(slack, { from: 'interaction', original: { ts, ephemeral: false } }) };
}

function issue(slack: Slack, context: Pick<ResponseContext, 'from' | 'original'>): string {
  return slack.responseUrls.issue({ user: ANN, channel: PROD, ...context });
}

async function answer(url: string, body: unknown): Promise<[number, string]> {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, await response.text()];
}
