import { StringDecoder } from 'node:string_decoder';

/** One event of a watch, as far as a wake-up needs it. */
export interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly metadata?: {
      readonly name?: string;
      readonly namespace?: string;
      readonly resourceVersion?: string;
    };
    /** Of a Status, in an ERROR event. */
    readonly code?: number;
    readonly message?: string;
  };
}

/** No object is larger than etcd takes; a line that is longer is not a watch. */
const LINE_MAX = 16 * 1024 * 1024;

/** The events of a watch: one JSON object a line, cut anywhere by the network. */
export async function* eventsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') yield parseEvent(line);
    }
    if (rest.length > LINE_MAX) throw new Error('a line of the watch does not end');
  }
}

function parseEvent(line: string): WatchEvent {
  const value: unknown = JSON.parse(line);
  const isEvent =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'object' in value &&
    typeof value.object === 'object' &&
    value.object !== null;
  if (!isEvent) throw new Error('a line of the watch is no event');
  // Type and object are there; every field of the object is optional.
  return value as WatchEvent;
}
