import { connect } from 'node:net';

/** Real ms that the store may take to answer. */
const ANSWER_MAX_MS = 5_000;

/** Forgets everything in a Redis: what was queued for one world means nothing in the next. */
export async function emptyRedis(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      socket.setTimeout(ANSWER_MAX_MS, () => reject(new Error('Redis did not answer FLUSHALL in time')));
      socket.once('error', reject);
      socket.once('data', (chunk) => resolve(String(chunk)));
      socket.write('*1\r\n$8\r\nFLUSHALL\r\n');
    });
    if (!answer.startsWith('+OK')) throw new Error(`Redis answered FLUSHALL with ${answer.trim()}`);
  } finally {
    socket.destroy();
  }
}
