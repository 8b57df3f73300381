import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChatFile, ShareOutcome } from '../../ports/chat.ts';
import { PortError } from '../../ports/port-error.ts';
import { refusalOf, toPortError } from './slack-error.ts';

const OPERATION = 'slack: share a file';

/** Real ms. A person is waiting. */
const UPLOAD_DEADLINE_MS = 10_000;

/** Refusals that say that this app may not, or may not there. */
const NOT_ALLOWED = [
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'not_in_channel',
  'file_uploads_disabled',
  'file_upload_not_allowed',
];

const Announced = z.object({ upload_url: z.url({ protocol: /^https?$/u }), file_id: z.string() });

/** A text as a file in a thread, by the three steps that Slack wants: announce, upload, complete. */
export async function shareFile(client: WebClient, file: ChatFile): Promise<ShareOutcome> {
  const { channel, threadTs, name, title, text } = file;
  const content = new TextEncoder().encode(text);
  try {
    const { upload_url: url, file_id: id } = Announced.parse(
      await client.files.getUploadURLExternal({ filename: name, length: content.byteLength }),
    );
    await upload(url, content);
    const place =
      threadTs === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: threadTs };
    await client.files.completeUploadExternal({ files: [{ id, title }], ...place });
    return 'shared';
  } catch (error) {
    if (NOT_ALLOWED.includes(refusalOf(error) ?? '')) return 'not-allowed';
    throw toPortError(error, OPERATION);
  }
}

async function upload(url: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_DEADLINE_MS),
  });
  if (!response.ok) throw new PortError('unavailable', OPERATION, `the upload answered ${response.status}`);
}
