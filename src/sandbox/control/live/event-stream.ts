import type { ServerResponse } from 'node:http';

/** A page that does not keep up with its stream is cut off; it connects again and is told the state anew. */
const BACKLOG_BYTES_MAX = 8_388_608;

/** Server-sent events to one page. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  }

  send(event: string, data: unknown): void {
    if (this.#response.destroyed) return;
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.#response.writableLength > BACKLOG_BYTES_MAX) this.#response.destroy();
  }

  onClose(run: () => void): void {
    this.#response.once('close', run);
  }

  close(): void {
    this.#response.end();
  }
}
