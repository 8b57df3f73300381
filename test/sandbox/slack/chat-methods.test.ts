import { describe, expect, it } from 'vitest';
import { CHAT_METHODS } from '../../../src/sandbox/slack/web-api/chat-methods.ts';
import type { Answer } from './a-call.ts';
import { aSeedWithOddChannels, call, called } from './a-call.ts';
import { ANN, aSlack, PROD } from './a-slack.ts';

const GENERAL = 'C0GENERAL00';
const BOT = 'U0DROVER000';

describe('chat methods', () => {
  it('post, thread, broadcast, edit, delete and link messages', async () => {
    const slack = await aSlack();
    const root = await call(slack, 'chat.postMessage', { channel: '#ops-prod', text: 'root' });
    expect(root).toMatchObject({
      ok: true,
      channel: PROD,
      message: { type: 'message', user: BOT, bot_id: 'B0DROVER000', text: 'root' },
    });
    const thread_ts = root['ts'];
    const reply = await call(slack, 'chat.postMessage', { channel: PROD, text: 'reply', thread_ts });
    const loud = await call(slack, 'chat.postMessage', {
      channel: PROD,
      text: 'loud',
      thread_ts: reply['ts'],
      reply_broadcast: true,
    });
    expect(loud).toMatchObject({ message: { thread_ts, subtype: 'thread_broadcast', parent_user_id: BOT } });

    const history = await call(slack, 'conversations.history', { channel: PROD });
    expect(history['messages']).toMatchObject([
      { text: 'loud' },
      { text: 'root', reply_count: 2, latest_reply: loud['ts'] },
    ]);
    const replies = await call(slack, 'conversations.replies', { channel: PROD, ts: reply['ts'] });
    expect((replies['messages'] as Answer[]).map(({ text }) => text)).toEqual(['root', 'reply', 'loud']);

    const link = await call(slack, 'chat.getPermalink', { channel: PROD, message_ts: reply['ts'] });
    expect(link['permalink']).toBe(
      `https://sandbox.slack.com/archives/${PROD}/p${String(reply['ts']).replace('.', '')}?thread_ts=${String(thread_ts)}&cid=${PROD}`,
    );
    expect(await call(slack, 'chat.delete', { channel: PROD, ts: thread_ts })).toMatchObject({ ok: true });
    expect((await call(slack, 'conversations.history', { channel: PROD }))['messages']).toMatchObject([
      { text: 'loud' },
      { subtype: 'tombstone' },
    ]);
    expect(await call(slack, 'chat.delete', { channel: PROD, ts: reply['ts'] })).toMatchObject({ ok: true });
    expect(slack.workspace.timeline.find(PROD, String(reply['ts']))).toBeUndefined();
  });

  it('update what is named and keep what is not', async () => {
    const slack = await aSlack();
    const blocks = [{ type: 'divider' }];
    const metadata = { event_type: 'e', event_payload: { k: 1 } };
    const { ts } = await call(slack, 'chat.postMessage', { channel: PROD, text: 'one', blocks, metadata });

    const kept = await call(slack, 'chat.update', { channel: PROD, ts, text: 'two' });
    expect(kept).toMatchObject({
      text: 'two',
      message: { blocks: [{ type: 'divider' }], edited: { user: BOT }, metadata },
    });
    const emptied = await call(slack, 'chat.update', {
      channel: PROD,
      ts,
      text: 'three',
      blocks: [],
      metadata: {},
    });
    expect(emptied['message']).not.toHaveProperty('blocks');
    expect(emptied['message']).not.toHaveProperty('metadata');
  });

  it('whisper, but not into a thread that nobody started', async () => {
    const slack = await aSlack();
    const { ts } = await call(slack, 'chat.postMessage', { channel: PROD, text: 'root' });

    await call(slack, 'chat.postEphemeral', { channel: PROD, user: ANN, text: 'unseen', thread_ts: ts });
    const seen = await call(slack, 'chat.postEphemeral', { channel: PROD, user: ANN, text: 'seen' });

    expect(seen).toMatchObject({ ok: true, message_ts: expect.any(String) });
    expect(slack.workspace.timeline.ephemerals(ANN).map(({ text }) => text)).toEqual(['seen']);
    expect((await call(slack, 'conversations.history', { channel: PROD }))['messages']).toHaveLength(1);
    expect(
      await call(slack, 'chat.update', { channel: PROD, ts: seen['message_ts'], text: 'x' }),
    ).toMatchObject({ error: 'message_not_found' });
  });

  it.each([
    ['chat.postMessage', {}, 'invalid_arguments'],
    ['chat.postMessage', { channel: 'C9', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: GENERAL, text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel: 'C0SECRET000', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C0OLD000000', text: 'x' }, 'is_archived'],
    ['chat.postMessage', { channel: PROD }, 'no_text'],
    ['chat.postMessage', { channel: PROD, blocks: 'not json' }, 'invalid_blocks_format'],
    ['chat.postMessage', { channel: PROD, blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['chat.postMessage', { channel: PROD, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    [
      'chat.postMessage',
      { channel: PROD, text: 'x', metadata: { event_type: 'e' } },
      'invalid_metadata_schema',
    ],
    ['chat.postMessage', { channel: PROD, text: 'x', metadata: 'text' }, 'invalid_metadata_format'],
    ['chat.postEphemeral', { channel: PROD, text: 'x' }, 'invalid_arguments'],
    ['chat.postEphemeral', { channel: PROD, text: 'x', user: 'U0EVE000000' }, 'user_not_in_channel'],
    ['chat.update', { channel: PROD, text: 'x', ts: '1.000001' }, 'message_not_found'],
    ['chat.update', { channel: '#ops-prod', text: 'x', ts: '1.000001' }, 'channel_not_found'],
    ['chat.update', { channel: PROD, text: 'x' }, 'invalid_arguments'],
    ['chat.update', { channel: PROD, ts: 'ann', text: 'x' }, 'cant_update_message'],
    ['chat.update', { channel: PROD, ts: 'bot' }, 'no_text'],
    ['chat.update', { channel: PROD, ts: 'bot', text: 'x'.repeat(4001) }, 'msg_too_long'],
    [
      'chat.update',
      { channel: PROD, ts: 'reply', text: 'x', reply_broadcast: true },
      'no_dual_broadcast_content_update',
    ],
    ['chat.update', { channel: 'C0OLD000000', ts: 'old', text: 'x' }, 'is_inactive'],
    ['chat.delete', { channel: PROD, ts: 'ann' }, 'cant_delete_message'],
    ['chat.delete', { channel: PROD, ts: '1.000001' }, 'message_not_found'],
    ['chat.getPermalink', { channel: 'C9', message_ts: '1' }, 'channel_not_found'],
    ['chat.getPermalink', { channel: PROD, message_ts: '1' }, 'message_not_found'],
  ])('%s with %j is refused as %s', async (method, args, error) => {
    const slack = await aSlack({ workspace: { seed: aSeedWithOddChannels() } });
    const { timeline, directory } = slack.workspace;
    const bot = timeline.post({ channel: PROD, user: BOT, text: 'by the bot' });
    const old = timeline.post({ channel: 'C0OLD000000', user: BOT, text: 'old' });
    const reply = timeline.post({ channel: PROD, user: BOT, text: 'reply', threadTs: bot.ts });
    const ann = timeline.post({ channel: PROD, user: ANN, text: 'by ann' });
    directory.setArchived(directory.channel('old')!, true, directory.person('ann')!);
    const known: Record<string, string> = { bot: bot.ts, old: old.ts, reply: reply.ts, ann: ann.ts };
    const { ts } = args as { ts?: string };

    expect(
      await call(slack, method, { ...args, ...(ts && known[ts] ? { ts: known[ts] } : {}) }),
    ).toMatchObject({ ok: false, error });
  });
});

it('has a call in this file for every method of chat', () => {
  expect([...called]).toEqual(expect.arrayContaining(Object.keys(CHAT_METHODS)));
});
