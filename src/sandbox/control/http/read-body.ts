import type { IncomingMessage } from 'node:http';
import { ControlError } from './control-error.ts';

/** Nothing that people or tests send is nearly as large. */
const BODY_BYTES_MAX = 1_048_576;

/** The JSON of a request's body; an empty body is an empty object. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) throw new Error('the request is not read as bytes');
    length += chunk.length;
    if (length > BODY_BYTES_MAX)
      throw new ControlError(413, `the body is larger than ${BODY_BYTES_MAX} bytes; send less`);
    chunks.push(chunk);
  }
  const written = Buffer.concat(chunks).toString('utf8').trim();
  if (written === '') return {};
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new ControlError(
      400,
      `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
