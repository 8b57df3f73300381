import { describe, expect, it } from 'vitest';
import { METHODS } from '../../../src/sandbox/slack/web-api/answer-call.ts';
import type { Answer, Args } from './a-call.ts';
import { aSeedWithOddChannels, call, called } from './a-call.ts';
import { aClient, ANN, aSlack, BOB, PROD } from './a-slack.ts';
import { SAMPLE_VIEWS } from './sample-messages.ts';

const GENERAL = 'C0GENERAL00';
const BOT = 'U0DROVER000';

describe('conversations', () => {
  it('are described, listed and paged, with members', async () => {
    const slack = await aSlack();

    expect(
      await call(slack, 'conversations.info', { channel: PROD, include_num_members: true }),
    ).toMatchObject({
      channel: {
        id: PROD,
        name: 'ops-prod',
        is_member: true,
        is_archived: false,
        is_ext_shared: false,
        is_private: false,
        num_members: 6,
      },
    });
    expect(await call(slack, 'conversations.info', { channel: GENERAL })).toMatchObject({
      channel: { is_member: false, is_ext_shared: true },
    });
    const first = await call(slack, 'conversations.list', { limit: 2 });
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;
    const second = await call(slack, 'conversations.list', { limit: 2, cursor });
    expect([first, second].map(({ channels }) => (channels as unknown[]).length)).toEqual([2, 1]);
    expect(second).toMatchObject({ response_metadata: { next_cursor: '' } });
    expect((await call(slack, 'users.conversations'))['channels']).toHaveLength(2);
    expect(await call(slack, 'conversations.members', { channel: PROD })).toMatchObject({
      members: expect.arrayContaining([ANN, BOB, BOT]),
    });
    expect(await call(slack, 'conversations.list', { cursor: 'nonsense' })).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  it('open direct messages and join channels', async () => {
    const slack = await aSlack();

    expect(await call(slack, 'conversations.open', { users: ANN })).toMatchObject({
      ok: true,
      channel: { id: 'D0ANN000000' },
    });
    expect(await call(slack, 'conversations.open', { users: ANN })).toMatchObject({
      no_op: true,
      already_open: true,
    });
    expect(await call(slack, 'chat.postMessage', { channel: ANN, text: 'hi' })).toMatchObject({
      ok: true,
      channel: 'D0ANN000000',
    });
    expect(await call(slack, 'conversations.join', { channel: GENERAL })).toMatchObject({
      ok: true,
      channel: { is_member: true },
    });
    expect(await call(slack, 'conversations.join', { channel: GENERAL })).toMatchObject({
      warning: 'already_in_channel',
    });
    expect(await call(slack, 'conversations.join', { channel: 'C9' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await call(slack, 'conversations.open', {})).toMatchObject({ error: 'users_list_not_supplied' });
    expect(await call(slack, 'conversations.open', { users: 'U9' })).toMatchObject({
      error: 'user_not_found',
    });
  });

  it('show metadata and a stretch of time on request, and hide private channels', async () => {
    const slack = await aSlack({ workspace: { seed: aSeedWithOddChannels() } });
    const metadata = { event_type: 'e', event_payload: { k: 'R-1' } };
    const { ts: root } = await call(slack, 'chat.postMessage', { channel: PROD, text: 'root' });
    const { ts } = await call(slack, 'chat.postMessage', {
      channel: PROD,
      text: 'reply',
      thread_ts: root,
      metadata,
    });
    const replies = async (args: Args): Promise<unknown> =>
      (await call(slack, 'conversations.replies', { channel: PROD, ts: root, ...args }))['messages'];

    expect(await replies({})).not.toMatchObject([{}, { metadata }]);
    expect(await replies({ include_all_metadata: true })).toMatchObject([{}, { metadata }]);
    expect(await replies({ oldest: ts, inclusive: true })).toHaveLength(2);
    expect(await replies({ oldest: ts })).toHaveLength(1);
    expect(await call(slack, 'conversations.replies', { channel: PROD, ts: '1.1' })).toMatchObject({
      error: 'thread_not_found',
    });
    expect(await call(slack, 'conversations.history', { channel: GENERAL })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await call(slack, 'conversations.info', { channel: 'C0SECRET000' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await call(slack, 'conversations.members', { channel: 'C9' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('need the scope of their kind', async () => {
    const slack = await aSlack({ app: { scopes: ['groups:read', 'chat:write'] } });

    expect(await call(slack, 'conversations.info', { channel: PROD })).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:read',
      provided: 'groups:read,chat:write',
    });
  });
});

describe('people', () => {
  it('are told apart: members, guests, strangers, bots', async () => {
    const slack = await aSlack();
    const info = async (user: string): Promise<unknown> =>
      (await call(slack, 'users.info', { user }))['user'];

    expect(await info(ANN)).toMatchObject({
      name: 'ann',
      is_admin: true,
      is_restricted: false,
      deleted: false,
      is_bot: false,
      profile: { email: 'ann@sandbox.example' },
    });
    expect(await info('U0GUS000000')).toMatchObject({ is_restricted: true });
    expect(await info('U0EVE000000')).toMatchObject({ team_id: 'T0PARTNER00', is_stranger: true });
    expect(await info(BOT)).toMatchObject({ is_bot: true, profile: { bot_id: 'B0DROVER000' } });
    expect(await call(slack, 'users.info', { user: 'U9' })).toMatchObject({ error: 'user_not_found' });
    expect((await call(slack, 'users.list', { limit: 3 }))['members']).toHaveLength(3);
    expect(await call(slack, 'users.lookupByEmail', { email: 'Bob@sandbox.example' })).toMatchObject({
      user: { id: BOB },
    });
    expect(await call(slack, 'users.lookupByEmail', { email: 'x@y.z' })).toMatchObject({
      error: 'users_not_found',
    });
  });

  it('are in user groups, which may change', async () => {
    const slack = await aSlack();
    const { directory } = slack.workspace;

    expect(await call(slack, 'usergroups.list', { include_users: true })).toMatchObject({
      usergroups: [{ id: 'S0APPROVERS', handle: 'sre-approvers', users: [BOB, 'U0CAT000000'] }],
    });
    directory.setGroupMembers(directory.groups.get('S0APPROVERS')!, [BOB]);
    expect(await call(slack, 'usergroups.users.list', { usergroup: 'S0APPROVERS' })).toMatchObject({
      users: [BOB],
    });
    expect(await call(slack, 'usergroups.users.list', { usergroup: 'S9' })).toMatchObject({
      error: 'no_such_subteam',
    });
    expect(await call(slack, 'team.info')).toMatchObject({ team: { id: 'T0SANDBOX00', domain: 'sandbox' } });
    expect(await call(slack, 'bots.info', { bot: 'B0DROVER000' })).toMatchObject({
      bot: { user_id: BOT, app_id: 'A0DROVER000' },
    });
    expect(await call(slack, 'bots.info', { bot: 'B9' })).toMatchObject({ error: 'bot_not_found' });
  });
});

describe('views', () => {
  it('need a trigger, a person and a view that is there', async () => {
    const slack = await aSlack();
    const { form, home } = SAMPLE_VIEWS;

    expect(
      await call(slack, 'views.open', { trigger_id: slack.triggers.issue(ANN), view: form }),
    ).toMatchObject({
      ok: true,
      view: {
        type: 'modal',
        callback_id: 'patch',
        state: { values: {} },
        hash: expect.stringMatching(/^\d+\.[0-9a-f]{8}$/),
        app_id: 'A0DROVER000',
      },
    });
    const { view } = await call(slack, 'views.publish', { user_id: BOB, view: home });
    expect(
      await call(slack, 'views.update', { view_id: (view as { id: string }).id, view: home }),
    ).toMatchObject({ ok: true });
    expect(await call(slack, 'views.open', { view: form })).toMatchObject({ error: 'invalid_arguments' });
    expect(await call(slack, 'views.push', { trigger_id: 'x', view: form })).toMatchObject({
      error: 'invalid_trigger_id',
    });
    expect(await call(slack, 'views.update', { view: form })).toMatchObject({ error: 'invalid_arguments' });
    expect(await call(slack, 'views.publish', { user_id: 'U9', view: home })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await call(slack, 'views.publish', { user_id: BOB, view: form })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(
      await call(slack, 'views.open', {
        trigger_id: slack.triggers.issue(ANN),
        view: { ...form, private_metadata: 'x'.repeat(260_000) },
      }),
    ).toMatchObject({ error: 'view_too_large' });
  });
});

describe('the rest', () => {
  it('says who one is, reacts, pins, and validates blocks without a token', async () => {
    const slack = await aSlack();
    const { ts: timestamp } = await call(slack, 'chat.postMessage', { channel: PROD, text: 'x' });
    const at = { channel: PROD, timestamp };

    expect(await call(slack, 'auth.test')).toMatchObject({
      ok: true,
      team_id: 'T0SANDBOX00',
      user_id: BOT,
      bot_id: 'B0DROVER000',
      is_enterprise_install: false,
    });
    expect(await call(slack, 'reactions.add', { ...at, name: 'eyes' })).toMatchObject({ ok: true });
    expect(await call(slack, 'reactions.add', { ...at, name: 'eyes' })).toMatchObject({
      error: 'already_reacted',
    });
    expect(await call(slack, 'reactions.add', { ...at, name: 'Not A Name' })).toMatchObject({
      error: 'invalid_name',
    });
    expect((await call(slack, 'conversations.history', { channel: PROD }))['messages']).toMatchObject([
      { reactions: [{ name: 'eyes', users: [BOT], count: 1 }] },
    ]);
    expect(await call(slack, 'reactions.remove', { ...at, name: 'eyes' })).toMatchObject({ ok: true });
    expect(await call(slack, 'reactions.remove', { ...at, name: 'eyes' })).toMatchObject({
      error: 'no_reaction',
    });
    expect(await call(slack, 'pins.add', at)).toMatchObject({ ok: true });
    expect(await call(slack, 'pins.add', { channel: PROD, timestamp: '1' })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await call(slack, 'apps.connections.open', {}, 'xapp-app')).toMatchObject({
      ok: true,
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=.+&app_id=A0DROVER000$/),
    });
    const bad = [{ type: 'section', text: { type: 'invalid', text: 'x' } }];
    expect(await call(slack, 'blocks.validate', { blocks: bad }, 'no-token')).toMatchObject({
      error: 'invalid_blocks',
      errors: [{ code: 'failed_constraint', message: 'unsupported type: invalid', pointer: '/0/text/type' }],
    });
    expect(await call(slack, 'blocks.validate', { view: SAMPLE_VIEWS['form'] })).toMatchObject({ ok: true });
    expect(await call(slack, 'blocks.validate', { message: { blocks: bad } })).toMatchObject({
      error: 'invalid_message',
      errors: [{ pointer: '/blocks/0/text/type' }],
    });
    expect(await call(slack, 'blocks.validate', {})).toMatchObject({ error: 'invalid_arguments' });
  });

  it('uploads a file in three steps into a thread', async () => {
    const slack = await aSlack();
    called.add('files.getUploadURLExternal').add('files.completeUploadExternal');
    const client = aClient(slack);
    const { ts } = await client.chat.postMessage({ channel: PROD, text: 'root' });

    await client.filesUploadV2({
      channel_id: PROD,
      thread_ts: ts!,
      filename: 'nodes.csv',
      content: 'node,seconds\n',
      initial_comment: 'All nodes',
    });

    const [file] = slack.workspace.files.all();
    expect(Buffer.from(file!.content!).toString()).toBe('node,seconds\n');
    expect(slack.workspace.timeline.thread(PROD, ts!).at(-1)).toMatchObject({
      text: 'All nodes',
      files: [{ name: 'nodes.csv', size: 13 }],
    });
    const url = `${slack.origin}/files/${file!.id}/nodes.csv`;
    expect((await fetch(url)).status).toBe(403);
    const shared = await fetch(url, { headers: { authorization: 'Bearer xoxb-bot' } });
    expect(await shared.text()).toBe('node,seconds\n');
    expect(await call(slack, 'files.completeUploadExternal', { files: [{ id: 'F9' }] })).toMatchObject({
      error: 'file_not_found',
    });
    expect(await call(slack, 'files.getUploadURLExternal', { filename: 'x' })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  it('refuses bad tokens, lacking scopes and unknown methods, each by its name', async () => {
    const slack = await aSlack({ app: { scopes: [] } });
    const raw = async (init: RequestInit, method = 'auth.test'): Promise<Answer> =>
      (await (await fetch(slack.apiUrl + method, { method: 'POST', ...init })).json()) as Answer;

    expect(await raw({})).toMatchObject({ error: 'not_authed' });
    expect(await call(slack, 'auth.test', {}, 'xoxb-unknown')).toMatchObject({ error: 'invalid_auth' });
    expect(await call(slack, 'auth.test', {}, 'xapp-app')).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call(slack, 'chat.postMessage', { channel: PROD, text: 'x' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: '',
    });
    expect(await raw({}, 'chat.levitate')).toMatchObject({ error: 'unknown_method' });
    for (const trouble of ['token_revoked', 'token_expired', 'account_inactive'] as const) {
      slack.tokens.spoil('xoxb-bot', trouble);
      expect(await call(slack, 'auth.test')).toMatchObject({ error: trouble });
    }
  });

  it('reads forms, JSON and multipart, and says what it cannot read', async () => {
    const slack = await aSlack();
    const post = async (
      contentType: string | undefined,
      body: string | FormData,
    ): Promise<Answer & { warning?: string }> => {
      const headers = {
        authorization: 'Bearer xoxb-bot',
        ...(contentType ? { 'content-type': contentType } : {}),
      };
      return (await (
        await fetch(`${slack.apiUrl}users.info`, { method: 'POST', headers, body })
      ).json()) as Answer;
    };
    const form = new FormData();
    form.set('user', ANN);

    expect(await post('application/x-www-form-urlencoded', `user=${ANN}`)).toMatchObject({ ok: true });
    expect(await post(undefined, form)).toMatchObject({ ok: true });
    expect(await post('application/json; charset=utf-8', JSON.stringify({ user: ANN }))).not.toHaveProperty(
      'warning',
    );
    expect(await post('application/json', JSON.stringify({ user: ANN }))).toMatchObject({
      ok: true,
      warning: 'missing_charset',
    });
    expect(await post('application/json', '{')).toMatchObject({ error: 'invalid_json' });
    expect(await post('application/json', '[]')).toMatchObject({ error: 'json_not_object' });
    expect(await post('text/xml', '<x/>')).toMatchObject({ error: 'invalid_post_type' });
    expect(await post('multipart/form-data', 'nonsense')).toMatchObject({ error: 'invalid_form_data' });
    const byToken = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'xoxb-bot' }),
    });
    expect(await byToken.json()).toMatchObject({ ok: true });
    expect(byToken.headers.get('x-oauth-scopes')).toContain('chat:write');
    expect((await fetch(`${slack.origin}/elsewhere`)).status).toBe(404);
  });
});

it('has a call in this file for every method that is not of chat', () => {
  const others = Object.keys(METHODS).filter((name) => !name.startsWith('chat.'));
  expect([...called]).toEqual(expect.arrayContaining(others));
});
