import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { PortError } from '../../ports/port-error.ts';

/** Real ms. A person is waiting. */
const UPLOAD_DEADLINE_MS = 10_000;

const Announced = z.object({ upload_url: z.url({ protocol: /^https?$/u }), file_id: z.string() });

export interface NewFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** For whoever does not see it. */
  readonly altText?: string;
}

/** The first two of the three steps that Slack wants: announce, upload. Answers the id for the third, which shows it to people. */
export async function uploadFile(
  client: WebClient,
  { name, content, altText }: NewFile,
  operation: string,
): Promise<string> {
  const { upload_url: url, file_id: id } = Announced.parse(
    await client.files.getUploadURLExternal({
      filename: name,
      length: content.byteLength,
      // Slack's reference calls it alt_txt, its SDK alt_text.
      ...(altText === undefined ? {} : { alt_text: altText, alt_txt: altText }),
    }),
  );
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_DEADLINE_MS),
  });
  if (!response.ok) throw new PortError('unavailable', operation, `the upload answered ${response.status}`);
  return id;
}
