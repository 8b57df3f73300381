import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ControlParts } from './control-parts.ts';
import type { StoredFile } from '../slack/state/file-shelf.ts';
import { ControlError } from './http/control-error.ts';
import { isSameOrigin } from './http/same-origin.ts';
import { sendError, sendText } from './http/send.ts';
import { LiveFeed } from './live/live-feed.ts';
import { WorldWatch } from './live/world-watch.ts';
import { PageFiles } from './page-files.ts';
import { SimApi } from './sim/sim-api.ts';

export interface ControlOptions {
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Control {
  /** The page's address, to be opened in a browser. */
  readonly page: string;
  /** What the paths of the test API stand behind, without a slash at the end. */
  readonly sim: string;
  close(): Promise<void>;
}

interface Desk {
  readonly picture: (id: string) => Uint8Array | undefined;
  readonly api: SimApi;
  readonly feed: LiveFeed;
  readonly files: PageFiles;
}

/** The page and the test API, on one port of 127.0.0.1. */
export async function startControl(parts: ControlParts, { port }: ControlOptions): Promise<Control> {
  const watch = new WorldWatch(parts);
  const feed = new LiveFeed(watch);
  const desk: Desk = {
    feed,
    files: new PageFiles(),
    api: new SimApi(parts, watch, () => feed.refresh()),
    picture: (id) => pictureOf(parts.world().slack.workspace.files.find(id)),
  };
  const server = createServer((request, response) => {
    const { localPort } = request.socket;
    serve(desk, localPort ?? port, request, response).catch((error: unknown) =>
      sendError(request, response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the control server has no address');
  const page = `http://127.0.0.1:${address.port}/`;
  return {
    page,
    sim: `${page}sim`,
    async close() {
      feed.close();
      watch.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  { api, feed, files, picture }: Desk,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isSameOrigin(request.headers, port))
    throw new ControlError(
      403,
      'only programs and the sandbox’s own page may ask; send no Origin of another site',
    );
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  if (pathname.startsWith('/sim/'))
    return api.serve(pathname.slice('/sim/'.length), searchParams, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ControlError(405, `${pathname} can only be read; what can be done is under /sim/`);
  if (pathname === '/live') return feed.open(response);
  const shown = pathname.startsWith('/files/') ? picture(pathname.slice('/files/'.length)) : undefined;
  if (shown) return sendText(response, 200, 'image/png', Buffer.from(shown));
  const name = pathname === '/' ? 'index.html' : pathname.replace(/^\/page\//, '');
  const file = pathname === '/' || pathname.startsWith('/page/') ? files.get(name) : undefined;
  if (!file)
    throw new ControlError(
      404,
      `there is nothing at ${pathname}; the page is at /, the test API under /sim/`,
    );
  sendText(response, 200, file.type, file.body);
}

const PNG_BEGINS: readonly number[] = [0x89, 0x50, 0x4e, 0x47];

/** Only what is a PNG is served under the page's own address. */
function pictureOf(file: StoredFile | undefined): Uint8Array | undefined {
  return PNG_BEGINS.every((byte, index) => file?.content?.[index] === byte) ? file?.content : undefined;
}
