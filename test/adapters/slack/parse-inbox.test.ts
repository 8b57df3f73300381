import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboxRefusal } from '../../../src/adapters/slack/inbox-refusal.ts';
import { parseInbox } from '../../../src/adapters/slack/parse-inbox.ts';
import type { InboxItem, RawInbox } from '../../../src/core/request/inbox-item.ts';
import {
  aClick,
  aCommand,
  BUTTON_VALUE,
  clickBody,
  form,
  NOW,
  SECRET,
  signed,
  TEAM,
} from './a-signed-request.ts';

const rules = { signingSecrets: [SECRET], teamId: TEAM, now: NOW };

function parsed(raw: RawInbox): InboxItem | InboxRefusal {
  return parseInbox(raw, rules);
}

function bySocket(payload: unknown): RawInbox {
  return { transport: 'socket', payload: JSON.stringify(payload), receivedAt: NOW };
}

function keyOf(raw: RawInbox): string {
  const item = parsed(raw);
  if (item.kind === 'refused') throw new Error(item.detail);
  return item.dedupeKey;
}

describe('a command', () => {
  it('is read from a signed form and from a socket alike, but only the signed one proves itself', () => {
    const byHttp = parsed(signed(form(aCommand())));
    const overSocket = parsed(bySocket(aCommand()));

    expect(byHttp).toMatchObject({
      kind: 'command',
      text: 'prod workers',
      triggerId: '1.2.abc',
      sender: { userId: 'U0ANN', userName: 'ann', teamId: TEAM },
      channel: 'C0PROD',
      responseUrl: 'https://hooks.slack.com/commands/1/2/3',
      receivedAt: NOW,
      proof: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u) as string,
    });
    expect(overSocket).toEqual({ ...byHttp, proof: null });
  });

  it('is read as it was typed, without the escapes of Slack', () => {
    expect(parsed(signed(form(aCommand({ text: ' reason="a &lt;b&gt; &amp;amp;" ' }))))).toMatchObject({
      text: 'reason="a <b> &amp;"',
    });
  });

  it('is cut where nobody types any more', () => {
    const item = parsed(signed(form(aCommand({ text: 'x'.repeat(50_000) }))));

    expect(item).toMatchObject({ kind: 'command', text: 'x'.repeat(2_000) });
  });
});

describe('a click', () => {
  it('carries what its button was bound to', () => {
    expect(parsed(signed(clickBody(aClick())))).toMatchObject({
      kind: 'click',
      verb: 'approve',
      rollout: 'R-7K2QX',
      group: 'prod/workers',
      planHash: 'a'.repeat(64),
      haltId: 'H1',
      messageTs: '1700000000.000100',
      sender: { userId: 'U0BOB', userName: 'bob', teamId: TEAM },
      responseUrl: 'https://hooks.slack.com/actions/1/2/3',
    });
  });

  it('of somebody from a shared channel carries their own team, though the request names ours', () => {
    const click = aClick({ user: { id: 'U0EVE', name: 'eve', team_id: 'T0OTHER' } });

    expect(parsed(signed(clickBody(click)))).toMatchObject({ kind: 'click', sender: { teamId: 'T0OTHER' } });
  });

  it('without the team of the clicker is refused, since it could be anybody', () => {
    expect(parsed(signed(clickBody(aClick({ user: { id: 'U0EVE' } }))))).toMatchObject({
      kind: 'refused',
      reason: 'malformed',
    });
  });

  it('on a button of another make is refused, and so is one whose value is not ours', () => {
    const on = (action: object) =>
      parsed(
        signed(
          clickBody(
            aClick({ actions: [{ type: 'button', action_ts: '1.2', value: BUTTON_VALUE, ...action }] }),
          ),
        ),
      );

    expect(on({ action_id: 'open_link' })).toMatchObject({ reason: 'unsupported' });
    expect(on({ action_id: 'p.' })).toMatchObject({ reason: 'unsupported' });
    expect(on({ action_id: 'p.Approve now' })).toMatchObject({ reason: 'unsupported' });
    expect(on({ action_id: 'p.approve', value: '{"r":1}' })).toMatchObject({ reason: 'malformed' });
    expect(on({ action_id: 'p.approve', value: 'R-1' })).toMatchObject({ reason: 'malformed' });
  });
});

describe('the dedupe key', () => {
  it('is the same for a click delivered twice, 50 ms apart or signed anew', () => {
    const body = clickBody(aClick());

    expect(keyOf(signed(body))).toBe(keyOf({ ...signed(body), receivedAt: NOW + 50 }));
    expect(keyOf(signed(body))).toBe(keyOf(signed(body, { at: NOW + 60_000 })));
    expect(keyOf(signed(body))).toBe(keyOf(bySocket(aClick())));
  });

  it('differs for another act: a second click, another person, another button, another value', () => {
    const action = {
      type: 'button',
      action_id: 'p.approve',
      action_ts: '1700000001.000200',
      value: BUTTON_VALUE,
    };
    const acts = [
      aClick(),
      aClick({ actions: [{ ...action, action_ts: '1700000001.050200' }] }),
      aClick({ user: { id: 'U0CAT', name: 'cat', team_id: TEAM } }),
      aClick({ actions: [{ ...action, action_id: 'p.reject' }] }),
      aClick({ actions: [{ ...action, value: BUTTON_VALUE.replace('H1', 'H2') }] }),
    ];

    expect(new Set(acts.map((act) => keyOf(bySocket(act)))).size).toBe(acts.length);
  });

  it('of a command is its trigger, so that the same words again are another command', () => {
    expect(keyOf(bySocket(aCommand()))).toBe(keyOf(signed(form(aCommand()))));
    expect(keyOf(bySocket(aCommand({ trigger_id: '9.9.zzz' })))).not.toBe(keyOf(bySocket(aCommand())));
  });
});

describe('a mention in a thread', () => {
  const mention = (event: object = {}) => ({
    type: 'event_callback',
    team_id: TEAM,
    event_id: 'Ev1',
    event: {
      type: 'app_mention',
      user: 'U0ANN',
      team: TEAM,
      text: '<@U0BOT> pause',
      channel: 'C0PROD',
      thread_ts: '1700000000.000100',
      ts: '1700000009.000100',
      ...event,
    },
  });

  it('is a command about the rollout of that thread, answered there', () => {
    expect(parsed(bySocket(mention()))).toMatchObject({
      kind: 'command',
      text: 'pause',
      threadTs: '1700000000.000100',
      responseUrl: 'thread:C0PROD/1700000000.000100/U0ANN',
      sender: { userId: 'U0ANN', teamId: TEAM },
    });
    expect(
      parsed(signed(JSON.stringify(mention({ text: 'hey <@U0BOT|drover> /patch abort' })))),
    ).toMatchObject({ text: 'abort' });
    expect(parsed(bySocket(mention({ text: '<@U0BOT> /patch abort' })))).toMatchObject({ text: 'abort' });
  });

  it('is refused from a bot, outside a thread, or from a team that is not ours', () => {
    expect(parsed(bySocket(mention({ bot_id: 'B0X' })))).toMatchObject({ reason: 'unsupported' });
    expect(parsed(bySocket(mention({ thread_ts: undefined })))).toMatchObject({ reason: 'unsupported' });
    expect(parsed(bySocket({ ...mention(), team_id: 'T0OTHER' }))).toMatchObject({ reason: 'wrong-team' });
  });

  it('whose sender has no team is of no team, not of ours', () => {
    expect(parsed(bySocket(mention({ team: undefined })))).toMatchObject({ sender: { teamId: '' } });
  });
});

describe('what is refused', () => {
  it('is everything that Slack did not sign, whatever it says', () => {
    const { body, timestamp } = signed(form(aCommand()));
    const forged: RawInbox = {
      transport: 'http',
      body,
      timestamp,
      signature: `v0=${'0'.repeat(64)}`,
      receivedAt: NOW,
    };

    expect(parsed(forged)).toMatchObject({ kind: 'refused', reason: 'forged' });
    expect(parsed(signed(form(aCommand()), { at: NOW - 600_000 }))).toMatchObject({ reason: 'stale' });
    expect(parsed(signed(form(aCommand()), { at: NOW + 3_600_000 }))).toMatchObject({ reason: 'future' });
  });

  it('is what another workspace sends through our app', () => {
    expect(parsed(signed(form(aCommand({ team_id: 'T0OTHER' }))))).toMatchObject({ reason: 'wrong-team' });
    expect(parsed(signed(clickBody(aClick({ team: { id: 'T0OTHER' } }))))).toMatchObject({
      reason: 'wrong-team',
    });
  });

  it('is what lacks a field, whichever it is', () => {
    for (const field of ['user_id', 'team_id', 'channel_id', 'response_url', 'trigger_id']) {
      const { [field]: _gone, ...rest } = aCommand();
      expect(parsed(signed(form(rest as Record<string, string>)))).toMatchObject({
        kind: 'refused',
        reason: 'malformed',
      });
    }
    for (const field of ['team', 'user', 'container']) {
      expect(parsed(signed(clickBody(aClick({ [field]: undefined }))))).toMatchObject({
        reason: 'malformed',
      });
    }
    expect(parsed(signed(clickBody(aClick({ actions: [] }))))).toMatchObject({ reason: 'malformed' });
  });

  it('is a signed test of the certificate with a command smuggled in, and a field given twice', () => {
    expect(parsed(signed(`${form(aCommand())}&command=/patch`))).toMatchObject({ reason: 'malformed' });
    expect(parsed(signed('ssl_check=1'))).toMatchObject({ reason: 'unsupported' });
  });

  it('is a form, a shortcut and a change in a view, of which this app has none', () => {
    for (const type of ['view_submission', 'view_closed', 'shortcut', 'message_action', 'block_suggestion']) {
      expect(parsed(signed(clickBody({ type, team: { id: TEAM } })))).toMatchObject({
        reason: 'unsupported',
      });
    }
    const inView = aClick({ container: { type: 'view', view_id: 'V1' } });
    expect(parsed(signed(clickBody(inView)))).toMatchObject({ kind: 'refused' });
  });

  it('is any garbage: a value comes back, never an error', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => form({ payload: json })),
      fc.constantFrom(
        '{"__proto__":{"command":"/patch"}}',
        '['.repeat(50_000),
        '{"event":null}',
        '{"actions":0}',
        'payload=null',
        '%',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        expect(parsed(signed(text)).kind).toBe('refused');
        expect(parsed({ transport: 'socket', payload: text, receivedAt: NOW }).kind).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });
});
