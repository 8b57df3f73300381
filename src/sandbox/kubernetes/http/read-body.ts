import type { IncomingMessage } from 'node:http';
import { tooLarge } from '../answers/api-error.ts';

/** No request may be larger, in bytes. */
const BODY_BYTES_MAX = 3 * 1024 * 1024;

/** The body. One that is too large is read to its end, so that the client sees the refusal, but not kept. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    bytes += part.byteLength;
    if (bytes <= BODY_BYTES_MAX) chunks.push(part);
  }
  if (bytes > BODY_BYTES_MAX) throw tooLarge(BODY_BYTES_MAX);
  return Buffer.concat(chunks);
}
