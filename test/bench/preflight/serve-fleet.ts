import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { LargeFleet, POD_BYTES } from './large-fleet.ts';
import type { FleetSize } from './large-fleet.ts';

/**
 * A process of its own that stands in for an API server: it makes all pages before it says that it is ready, and then only
 * sends bytes. Arguments: nodes, pods, targets. Prints one line of JSON when it is ready; runs until SIGTERM.
 */
const [nodes = 0, pods = 0, targets = 0] = process.argv.slice(2).map(Number);
const size: FleetSize = { nodes, pods, targets };
const fleet = new LargeFleet(size);
/** As large as drover asks for them; the API server would give any size. */
const PAGE_SIZE = 500;
const PAGE_SIZES = new Map([
  ['nodes', 100],
  ['deployments', 100],
  ['daemonsets', 100],
]);
const pages = new Map<string, readonly Buffer[]>();

const RESOURCES =
  'nodes pods namespaces configmaps serviceaccounts daemonsets deployments services poddisruptionbudgets';
for (const resource of RESOURCES.split(' ')) pages.set(resource, pagesOf(resource));

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://fleet');
  const [resource = ''] = url.pathname.split('/').slice(-1);
  if (url.pathname === '/version') return send(response, { major: '1', minor: '32' });
  if (url.pathname.includes('/replicasets/')) return send(response, fleet.replicaSet(resource));
  if (request.method === 'POST') {
    request.resume();
    return send(response, { status: { allowed: false } });
  }
  const all = pages.get(resource);
  if (!all) return send(response, { metadata: { resourceVersion: '1' }, items: [] });
  sendBytes(response, all[Number(url.searchParams.get('continue') ?? 0)]);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const podPages = pages.get('pods') ?? [];
  const bytes = podPages.reduce((sum, page) => sum + page.byteLength, 0);
  console.log(JSON.stringify({ port, podPages: podPages.length, podBytes: bytes }));
});
process.once('SIGTERM', () => process.exit(0));

function pagesOf(resource: string): readonly Buffer[] {
  const pageSize = PAGE_SIZES.get(resource) ?? PAGE_SIZE;
  const total = resource === 'pods' ? size.pods : [...fleet.list(resource)].length;
  const made: Buffer[] = [];
  let items: string[] = [];
  for (const text of texts(resource)) {
    items.push(text);
    const left = total - made.length * pageSize - items.length;
    if (items.length < pageSize && left > 0) continue;
    made.push(page(items, made.length + 1, left));
    items = [];
  }
  return made;
}

function page(items: readonly string[], next: number, left: number): Buffer {
  const more = left > 0 ? { continue: String(next), remainingItemCount: left } : {};
  const metadata = JSON.stringify({ resourceVersion: '123456', ...more });
  return Buffer.from(`{"kind":"List","apiVersion":"v1","metadata":${metadata},"items":[${items.join(',')}]}`);
}

function* texts(resource: string): Iterable<string> {
  for (const item of fleet.list(resource)) {
    const text = JSON.stringify(item);
    yield resource === 'pods' ? padded(text) : text;
  }
}

/** An annotation fills a pod up to the size of a pod that has one. */
function padded(text: string): string {
  const missing = POD_BYTES - text.length - '"annotations":{"note":""},'.length;
  const note = `"annotations":{"note":"${'x'.repeat(Math.max(0, missing))}"},`;
  return text.replace('"generateName":', `${note}"generateName":`);
}

function send(response: ServerResponse, value: unknown): void {
  sendBytes(response, Buffer.from(JSON.stringify(value)));
}

function sendBytes(response: ServerResponse, bytes: Buffer | undefined): void {
  response.writeHead(bytes ? 200 : 404, {
    'content-type': 'application/json',
    'content-length': bytes?.byteLength ?? 0,
  });
  response.end(bytes);
}
