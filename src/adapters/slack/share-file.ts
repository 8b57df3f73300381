import type { WebClient } from '@slack/web-api';
import type { ChatFile, ShareOutcome } from '../../ports/chat.ts';
import { refusalOf, toPortError } from './slack-error.ts';
import { uploadFile } from './upload-file.ts';

const OPERATION = 'slack: share a file';

/** Refusals that say that this app may not, or may not there. */
const NOT_ALLOWED = [
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'not_in_channel',
  'file_uploads_disabled',
  'file_upload_not_allowed',
];

/** A text as a file in a thread. */
export async function shareFile(client: WebClient, file: ChatFile): Promise<ShareOutcome> {
  const { channel, threadTs, name, title, text } = file;
  try {
    const id = await uploadFile(client, { name, content: new TextEncoder().encode(text) }, OPERATION);
    const place =
      threadTs === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: threadTs };
    await client.files.completeUploadExternal({ files: [{ id, title }], ...place });
    return 'shared';
  } catch (error) {
    if (NOT_ALLOWED.includes(refusalOf(error) ?? '')) return 'not-allowed';
    throw toPortError(error, OPERATION);
  }
}
