import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesWakeSource } from '../../../src/adapters/kubernetes/kubernetes-wake-source.ts';
import type { WatchSettings } from '../../../src/adapters/kubernetes/watch-loop.ts';
import { MemoryLog } from '../../fakes/ports/memory-log.ts';
import { startSandboxCluster } from './sandbox-cluster.ts';
import { answerJson, startStubApi } from './stub-api.ts';
import type { StubApi, StubRequest } from './stub-api.ts';

const QUICK: WatchSettings = { heldMs: 1_000, graceMs: 300, retryMs: 5, retryMaxMs: 50 };

describe('waking on changes, on the sandbox', () => {
  it('tells changes of nodes, pods, budgets and slots, and goes on when watches are dropped and history is lost', async () => {
    const sandbox = await startSandboxCluster();
    const { objects, api, kubeconfig } = sandbox;
    for (const name of ['drover', 'shop'])
      objects.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const connection = connectCluster(
      { kind: 'kubeconfig', file: kubeconfig, context: undefined },
      'drover/0.1.0',
    );
    const seen: string[] = [];
    const source = new KubernetesWakeSource(connection, 'drover', new MemoryLog(), QUICK).start(
      (kind, namespace, name) => seen.push(`${kind} ${namespace ?? ''}/${name}`),
    );
    await until(() => seen.filter((one) => one.endsWith(' /')).length === 5);

    const make = (suffix: string): void => {
      objects.create('nodes', {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: `n-${suffix}` },
        spec: {},
      });
      const pod = { containers: [{ name: 'main', image: 'x' }] };
      objects.create('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p-${suffix}`, namespace: 'shop' },
        spec: pod,
      });
      const labels = { 'drover.dev/slot': suffix };
      objects.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `c-${suffix}`, namespace: 'drover', labels },
      });
      objects.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `other-${suffix}`, namespace: 'drover' },
      });
    };
    make('1');
    await until(() =>
      ['nodes /n-1', 'pods shop/p-1', 'configmaps drover/c-1'].every((one) => seen.includes(one)),
    );
    expect(seen).not.toContain('configmaps drover/other-1');

    objects.store.compact();
    api.dropWatches();
    make('2');
    await until(() =>
      ['nodes /n-2', 'pods shop/p-2'].every((one) => seen.includes(one) || gapsOf(seen, one) > 1),
    );

    source.stop();
    await connection.close();
    await sandbox.close();
  });
});

describe('waking on changes, on a bad day', () => {
  let stub: StubApi;
  let seen: string[];
  let log: MemoryLog;
  let watches: StubRequest[];
  /** What the watch of nodes is answered with, one after the other; then it is silent. */
  let script: ((response: ServerResponse) => void)[];

  beforeEach(async () => {
    seen = [];
    watches = [];
    script = [];
    log = new MemoryLog();
    stub = await startStubApi((request, response) => {
      if (request.query.get('watch') !== 'true')
        return answerJson(response, { metadata: { resourceVersion: '100' }, items: [] });
      if (request.path !== '/api/v1/nodes') return response.writeHead(200).flushHeaders();
      watches.push(request);
      const next = script.shift() ?? ((open: ServerResponse) => open.writeHead(200).flushHeaders());
      return next(response);
    });
  });

  afterEach(async () => {
    await stub.close();
  });

  it('asks for bookmarks and for an end, and goes on from the last version', async () => {
    script = [
      send([event('ADDED', 'a', '101'), bookmark('150')], 'end'),
      send([event('MODIFIED', 'b', '151')], 'end'),
    ];
    const source = start();

    await until(() => watches.length === 3);

    source.stop();
    expect(watches.map(({ query }) => query.get('resourceVersion'))).toEqual(['100', '150', '151']);
    expect(watches[0]?.query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watches[0]?.query.get('timeoutSeconds'))).toBeGreaterThan(0);
    expect(watches[0]?.headers.accept).toContain('as=PartialObjectMetadata');
    expect(named()).toEqual(['a', 'b']);
  });

  it.each([
    [
      'as an answer',
      (response: ServerResponse) =>
        answerJson(response, { kind: 'Status', code: 410, reason: 'Expired' }, 410),
    ],
    ['as an event, then the end', send([gone()], 'end')],
    ['as an event, and the connection stays open', send([gone()], 'open')],
  ])('begins anew when its version is too old: %s', async (_form, answer) => {
    script = [answer];
    const source = start();

    await until(() => watches.length === 2);

    source.stop();
    // It lists again, and says that anything may have changed.
    expect(lists()).toBe(2);
    expect(seen.filter((one) => one === 'nodes /')).toHaveLength(2);
    expect(watches[1]?.query.get('resourceVersion')).toBe('100');
    expect(log.lines.filter(({ fields }) => fields['kind'] === 'nodes')).toEqual([]);
  });

  it('goes on after an error in the middle of the watch', async () => {
    const trouble = { type: 'ERROR', object: { kind: 'Status', code: 500, message: 'etcd went away' } };
    script = [send([event('ADDED', 'a', '120'), trouble], 'open')];
    const source = start();

    await until(() => watches.length === 2);

    source.stop();
    expect(watches[1]?.query.get('resourceVersion')).toBe('120');
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { kind: 'nodes', error: { kind: 'unavailable' } } },
    ]);
  });

  it.each([
    ['the connection is reset', (response: ServerResponse) => void response.socket?.destroy()],
    [
      'the server is busy',
      (response: ServerResponse) => answerJson(response, { kind: 'Status', code: 429 }, 429),
    ],
    ['the server fails', (response: ServerResponse) => answerJson(response, {}, 500)],
    ['something in between answers with a page', (response: ServerResponse) => void response.end('<html>\n')],
    [
      'rights are missing',
      (response: ServerResponse) => answerJson(response, { kind: 'Status', code: 403 }, 403),
    ],
    [
      'credentials are refused',
      (response: ServerResponse) => answerJson(response, { kind: 'Status', code: 401 }, 401),
    ],
  ])('tries again when %s', async (_what, answer) => {
    script = [answer, answer, send([event('ADDED', 'late', '130')], 'open')];
    const source = start();

    await until(() => named().includes('late'));

    source.stop();
    expect(log.lines.filter(({ fields }) => fields['kind'] === 'nodes')).toHaveLength(2);
  });

  it('cuts a connection that is only half open', async () => {
    script = [send([event('ADDED', 'a', '101')], 'open')];
    const source = start({ ...QUICK, graceMs: 100 });

    // Nothing comes and nothing ends; the server was asked to end it after a second or so.
    await until(() => watches.length === 2, 6_000);

    source.stop();
    expect(watches[1]?.query.get('resourceVersion')).toBe('101');
  });

  it('reads events that the network cuts anywhere', async () => {
    const bytes = Buffer.from(
      `${JSON.stringify(event('ADDED', 'größe', '101'))}\n${JSON.stringify(event('ADDED', 'b', '102'))}\n`,
    );
    script = [
      (response) => {
        response.writeHead(200).flushHeaders();
        let at = 0;
        const next = (): void => {
          if (at >= bytes.length) return;
          response.write(bytes.subarray(at, (at += 7)));
          setImmediate(next);
        };
        next();
      },
    ];
    const source = start();

    await until(() => named().length === 2);

    source.stop();
    expect(named()).toEqual(['größe', 'b']);
  });

  it('does not become a busy loop when watches end at once', async () => {
    script = Array.from({ length: 500 }, () => send([], 'end'));
    const source = start({ ...QUICK, retryMs: 40, retryMaxMs: 80 });

    await new Promise((resolve) => setTimeout(resolve, 400));

    source.stop();
    expect(watches.length).toBeLessThan(20);
  });

  it('outlives a listener that throws, and tells it', async () => {
    script = [send([event('ADDED', 'a', '101'), event('ADDED', 'b', '102')], 'open')];
    let calls = 0;
    const source = new KubernetesWakeSource(stub.connection, 'drover', log, QUICK).start(() => {
      calls += 1;
      throw new Error('a mistake');
    });

    await until(() => calls >= 7);

    source.stop();
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      message: 'A change was seen, and what it woke failed.',
    });
  });

  it('is silent once it is stopped', async () => {
    let open: ServerResponse | undefined;
    script = [
      (response) => {
        open = response;
        send([], 'open')(response);
      },
    ];
    const source = start();
    await until(() => open !== undefined);
    source.stop();
    const before = seen.length;

    open?.write(`${JSON.stringify(event('ADDED', 'late', '101'))}\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(seen).toHaveLength(before);
    expect(watches).toHaveLength(1);
  });

  function start(settings: WatchSettings = QUICK): { stop(): void } {
    return new KubernetesWakeSource(stub.connection, 'drover', log, settings).start(
      (kind, namespace, name) => {
        seen.push(`${kind} ${namespace ?? ''}/${name}`);
      },
    );
  }

  function named(): string[] {
    return seen
      .filter((one) => one.startsWith('nodes /') && one !== 'nodes /')
      .map((one) => one.slice('nodes /'.length));
  }

  function lists(): number {
    return stub.requests.filter(({ path, query }) => path === '/api/v1/nodes' && query.get('watch') === null)
      .length;
  }
});

function event(type: string, name: string, resourceVersion: string): object {
  return { type, object: { kind: 'PartialObjectMetadata', metadata: { name, resourceVersion } } };
}

function bookmark(resourceVersion: string): object {
  return { type: 'BOOKMARK', object: { kind: 'Node', metadata: { resourceVersion } } };
}

function gone(): object {
  return {
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (100)' },
  };
}

function send(events: readonly object[], then: 'end' | 'open'): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const one of events) response.write(`${JSON.stringify(one)}\n`);
    if (then === 'end') response.end();
  };
}

function gapsOf(seen: readonly string[], change: string): number {
  return seen.filter((one) => one === `${change.split(' ')[0]} /`).length;
}

async function until(done: () => boolean, most = 4_000): Promise<void> {
  const deadline = performance.now() + most;
  while (!done()) {
    if (performance.now() > deadline) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
