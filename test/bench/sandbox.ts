import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request as httpsRequest, Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { WorldClock } from '../../src/sandbox/clock.ts';
import { EffectLog } from '../../src/sandbox/effects.ts';
import { FaultBook } from '../../src/sandbox/faults.ts';
import { Cluster } from '../../src/sandbox/kubernetes/cluster.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { benchOptions } from './bench-options.ts';
import { startKubernetesApi } from '../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import { makeServerIdentity } from '../../src/sandbox/kubernetes/tls/certificates.ts';
import { staticTokens } from '../../src/sandbox/kubernetes/users.ts';

/**
 * A paged list of all pods of a large cluster, against a static file server that sends the same bytes in the same
 * pages over the same TLS; then the same list while watchers hang on.
 */
const values = benchOptions({
  command: 'npm run bench:sandbox',
  about: 'Lists all pods of a large cluster from the sandbox, beside a static server with the same bytes.',
  options: {
    nodes: { kind: 'number', default: 5_000, about: 'nodes of the cluster' },
    pods: { kind: 'number', default: 150_000, about: 'pods of the cluster, 9 KB each' },
    watchers: { kind: 'number', default: 200, about: 'watches that hang on meanwhile' },
    page: { kind: 'number', default: 500, about: 'pods a page' },
  },
});
const NODES = values.nodes;
const PODS = values.pods;
const WATCHERS = values.watchers;
const PAGE = values.page;
const POD_BYTES = 9_000;
/** Changes made while the watchers listen. */
const CHANGES = 200;

const cluster = new Cluster(new WorldClock(Date.now()));
fill(cluster);
const api = await startKubernetesApi({
  cluster,
  faults: new FaultBook(),
  effects: new EffectLog(),
  authenticators: [staticTokens({ bench: { name: 'bench', groups: ['system:masters'] } })],
});
const first = await timed(async () => (await listAll(api.url, api.caPem)).length);
const second = await timed(() => listAll(api.url, api.caPem));
const files = await serveFiles(second.result);
const still = await timed(() => readAll(files.url, files.caPem, second.result.length));
const watched = await watchWhileChanging();
const bytes = second.result.reduce((sum, page) => sum + page.byteLength, 0);
const ratio = second.seconds / still.seconds;
print('pods listed', count(second.result), `${(bytes / 1e6).toFixed(0)} MB in pages of ${PAGE}`);
print('first list (objects are written)', `${first.seconds.toFixed(2)} s`);
print('list', `${second.seconds.toFixed(2)} s`);
print('static files', `${still.seconds.toFixed(2)} s`);
print('list / static files', ratio.toFixed(2), 'aim < 3');
print(
  `${WATCHERS} watchers`,
  `${watched.events} events`,
  `last one ${watched.seconds.toFixed(2)} s after the first change`,
);
print('resident memory', `${(process.memoryUsage().rss / 1e9).toFixed(2)} GB`);
await files.close();
await api.close();
process.exit(ratio < 3 && watched.events === WATCHERS * CHANGES ? 0 : 1);

function print(...words: unknown[]): void {
  console.log(words.join('  '));
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begun) / 1000 };
}

function fill(world: Cluster): void {
  for (let index = 0; index < NODES; index++) {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${pad(index)}` } };
    world.create('nodes', node);
  }
  const sample = world.create('pods', aPod('sample')) as KubeObject;
  world.store.remove('pods', 'shop', 'sample');
  const missing = POD_BYTES - JSON.stringify(sample).length;
  const annotations = { 'example.com/padding': 'x'.repeat(Math.max(0, missing)) };
  for (let index = 0; index < PODS; index++) {
    const metadata = {
      ...sample.metadata,
      name: `pod-${pad(index)}`,
      namespace: `team-${index % 100}`,
      annotations,
    };
    const spec = { ...(sample['spec'] as object), nodeName: `node-${pad(index % NODES)}` };
    world.store.put('pods', { ...sample, metadata, spec });
  }
}

function pad(index: number): string {
  return String(index).padStart(6, '0');
}

function aPod(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: 'shop' } },
    spec: { containers: [{ name: 'app', image: 'registry.example/shop:1' }] },
  };
}

async function listAll(url: string, ca: string): Promise<Buffer[]> {
  const agent = new Agent({ keepAlive: true, ca });
  const pages: Buffer[] = [];
  let token = '';
  do {
    const page = await get(`${url}/api/v1/pods?limit=${PAGE}${token}`, agent);
    pages.push(page);
    // The continue token stands in the head of the list; parsing the whole page is the client's own affair.
    const found = /"continue":"([^"]+)"/.exec(page.subarray(0, 500).toString('latin1'));
    token = found ? `&continue=${found[1]}` : '';
  } while (token);
  agent.destroy();
  return pages;
}

function count(pages: readonly Buffer[]): number {
  return pages.reduce(
    (sum, page) => sum + page.toString('latin1').split('"creationTimestamp"').length - 1,
    0,
  );
}

async function readAll(url: string, ca: string, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, ca });
  for (let index = 0; index < count; index++) await get(`${url}/${index}`, agent);
  agent.destroy();
}

function get(url: string, agent: Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer bench' };
    const sent = httpsRequest(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function serveFiles(pages: readonly Buffer[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  pages.forEach((page, index) => writeFileSync(join(folder, String(index)), page));
  const { caPem, certificatePem, keyPem } = await makeServerIdentity(['127.0.0.1']);
  const server = createServer({ cert: certificatePem, key: keyPem }, (request, response) => {
    const file = join(folder, (request.url ?? '/').slice(1));
    response.writeHead(200, { 'content-length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    caPem,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(folder, { recursive: true });
    },
  };
}

/** Every watcher must see every change. */
async function watchWhileChanging(): Promise<{ events: number; seconds: number }> {
  const agent = new Agent({ maxSockets: WATCHERS, ca: api.caPem });
  let events = 0;
  let lastAt = 0;
  const version = cluster.store.version;
  const open = Array.from({ length: WATCHERS }, () => {
    const url = `${api.url}/api/v1/pods?watch=true&resourceVersion=${version}`;
    return new Promise<void>((resolve, reject) => {
      const sent = httpsRequest(url, { agent, headers: { authorization: 'Bearer bench' } }, (response) => {
        resolve();
        response.on('data', (chunk: Buffer) => {
          events += chunk.toString('latin1').split('"type":"').length - 1;
          lastAt = performance.now();
        });
        response.on('error', () => {});
      });
      sent.on('error', reject);
      sent.end();
    });
  });
  await Promise.all(open);
  const begun = performance.now();
  for (let index = 0; index < CHANGES; index++) {
    cluster.edit<KubeObject>('pods', `team-${index % 100}`, `pod-${pad(index)}`, (pod) => {
      pod.metadata.labels = { ...pod.metadata.labels, touched: 'yes' };
    });
  }
  for (let waited = 0; events < WATCHERS * CHANGES && waited < 600; waited++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  api.dropWatches();
  return { events, seconds: (lastAt - begun) / 1000 };
}
