import type { ChatMessage } from '../../ports/chat.ts';
import { PortError } from '../../ports/port-error.ts';

/** Real ms. The person is waiting. */
const DEADLINE_MS = 5_000;
const OPERATION = 'slack: respond';

export type ResponseResult = 'shown' | 'bad-message';

/**
 * Answers through a response_url (five times within 30 minutes). `replace` redraws the clicked message, everything else
 * is seen by one person. Throws PortError `not-found` when the address is used up.
 */
export async function postResponse(
  url: string,
  message: ChatMessage,
  how: 'ephemeral' | 'replace',
): Promise<ResponseResult> {
  const audience =
    how === 'replace' ? { replace_original: true } : { response_type: 'ephemeral', replace_original: false };
  const response = await send(
    url,
    JSON.stringify({ text: message.text, blocks: message.blocks, ...audience }),
  );
  const said = (await response.text().catch(() => '')).slice(0, 200);
  if (response.ok) return 'shown';
  if (said.includes('invalid_blocks') || said.includes('too_long')) return 'bad-message';
  if (response.status === 404 || response.status === 410)
    throw new PortError('not-found', OPERATION, said || 'gone');
  if (response.status === 429) throw new PortError('throttled', OPERATION, said);
  const kind = response.status >= 500 ? 'unavailable' : 'invalid';
  throw new PortError(kind, OPERATION, `status ${response.status}: ${said}`);
}

async function send(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (cause) {
    throw new PortError('unavailable', OPERATION, 'Slack did not answer', { cause });
  }
}
