import { createHmac } from 'node:crypto';
import type { RawInbox } from '../../../src/core/request/inbox-item.ts';

export const SECRET = 'a-signing-secret';
export const NOW = Date.UTC(2026, 10, 21, 10, 0, 0);
export const TEAM = 'T0OURS';

/** A request as Slack signs it. `at`: when, epoch ms. */
export function signed(
  body: string,
  { at = NOW, secret = SECRET } = {},
): RawInbox & { readonly transport: 'http' } {
  const timestamp = String(Math.floor(at / 1_000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { transport: 'http', body, timestamp, signature: `v0=${digest}`, receivedAt: NOW };
}

export function form(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

export function aCommand(over: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    command: '/patch',
    text: 'prod workers',
    user_id: 'U0ANN',
    user_name: 'ann',
    team_id: TEAM,
    channel_id: 'C0PROD',
    response_url: 'https://hooks.slack.com/commands/1/2/3',
    trigger_id: '1.2.abc',
    ...over,
  };
}

export const BUTTON_VALUE = JSON.stringify({ r: 'R-7K2QX', g: 'prod/workers', p: 'a'.repeat(64), h: 'H1' });

export function aClick(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'block_actions',
    team: { id: TEAM, domain: 'ours' },
    user: { id: 'U0BOB', name: 'bob', team_id: TEAM },
    container: {
      type: 'message',
      message_ts: '1700000000.000100',
      channel_id: 'C0PROD',
      is_ephemeral: false,
    },
    response_url: 'https://hooks.slack.com/actions/1/2/3',
    trigger_id: '1.2.def',
    actions: [
      { type: 'button', action_id: 'p.approve', action_ts: '1700000001.000200', value: BUTTON_VALUE },
    ],
    ...over,
  };
}

export function clickBody(click: unknown): string {
  return form({ payload: JSON.stringify(click) });
}
