import { createHmac } from 'node:crypto';
import type { JsonObject } from '../state/json-object.ts';
import type { DeliveryKind, InboundKnobs, SignedRequest } from './delivery.ts';

/** Which attempt this is, where Slack tells the app. */
export interface Retry {
  readonly number: number;
  readonly reason: string;
}

/** The HTTP request for a payload, signed now in real time (and wrongly, if the knobs say so). */
export function signRequest(
  kind: DeliveryKind,
  payload: JsonObject,
  secret: string,
  knobs: InboundKnobs,
  retry?: Retry,
): SignedRequest {
  const body = bodyOf(kind, payload);
  const timestamp = String(Math.floor(Date.now() / 1000) + knobs.clockSkewSeconds);
  return {
    body,
    headers: {
      // Exactly so: with a charset behind it, apps do not recognise a form.
      'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'x-slack-request-timestamp': timestamp,
      ...signatureHeader(secret, timestamp, body, knobs.signature),
      ...(retry ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason } : {}),
    },
  };
}

function bodyOf(kind: DeliveryKind, payload: JsonObject): string {
  switch (kind) {
    case 'slash_commands':
      return new URLSearchParams(
        Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    case 'events_api':
      return JSON.stringify(payload);
  }
}

function signatureHeader(
  secret: string,
  timestamp: string,
  body: string,
  how: InboundKnobs['signature'],
): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  switch (how) {
    case 'right':
      return { 'x-slack-signature': `v0=${digest}` };
    case 'wrong':
      return {
        'x-slack-signature': `v0=${digest.replaceAll(/[0-9a-f]/g, (digit) => (digit === '0' ? '1' : '0'))}`,
      };
    case 'short':
      return { 'x-slack-signature': `v0=${digest.slice(0, 10)}` };
    case 'missing':
      return {};
  }
}
