import type { SlackParts } from '../slack-parts.ts';
import { VERIFICATION_TOKEN } from './payload-parts.ts';

export type RequestUrlResult =
  | { readonly ok: true; readonly mode: 'http' | 'socket' }
  | { readonly ok: false; readonly error: 'url_not_verified' | 'invalid_url' };

/**
 * Where the app wants to be reached: an address is asked to echo a challenge first, as when it is saved in Slack's
 * settings; without one the app is reached by Socket Mode.
 */
export async function setRequestUrl(
  { courier, workspace }: SlackParts,
  url: string | undefined,
): Promise<RequestUrlResult> {
  if (url === undefined) {
    courier.requestUrl = undefined;
    return { ok: true, mode: 'socket' };
  }
  if (!/^https?:/.test(url) || !URL.canParse(url)) return { ok: false, error: 'invalid_url' };
  const before = courier.requestUrl;
  courier.requestUrl = url;
  const challenge = Array.from({ length: 6 }, () =>
    workspace.random.integer(0x1_0000_0000).toString(36),
  ).join('');
  const { outcome } = await courier.deliver('events_api', {
    token: VERIFICATION_TOKEN,
    challenge,
    type: 'url_verification',
  });
  const echoed =
    outcome.kind === 'acked' ? (outcome.body?.['challenge'] ?? outcome.body?.['text']) : undefined;
  if (echoed === challenge) return { ok: true, mode: 'http' };
  courier.requestUrl = before;
  return { ok: false, error: 'url_not_verified' };
}
