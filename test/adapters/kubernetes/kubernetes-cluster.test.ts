import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import type { KubernetesConnection } from '../../../src/adapters/kubernetes/kubernetes-connection.ts';
import { readRoots } from '../../../src/app/read-roots.ts';
import type { OwnerReference } from '../../../src/core/fleet/meta.ts';
import type { NodeTarget, PodTarget } from '../../../src/ports/cluster.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { kubeconfigOf, startSandboxCluster } from './sandbox-cluster.ts';
import type { SandboxCluster } from './sandbox-cluster.ts';

let sandbox: SandboxCluster;
let connection: KubernetesConnection;
let cluster: KubernetesCluster;
let count = 0;

beforeAll(async () => {
  sandbox = await startSandboxCluster();
  connection = connect();
  cluster = new KubernetesCluster('prod', connection);
  for (const name of ['shop', 'many'])
    sandbox.objects.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
});

afterEach(() => {
  sandbox.faults.clear();
});

afterAll(async () => {
  await connection.close();
  await sandbox.close();
});

describe('large lists', () => {
  it('are read page by page, to the last object', async () => {
    for (let n = 0; n < 1_203; n++) makePod(`many-${n}`, { namespace: 'many' });
    const before = sandbox.effects.all().length;

    const pods = await cluster.list('pods', { namespace: 'many' });

    expect(new Set(pods.map(({ metadata }) => metadata.name)).size).toBe(1_203);
    expect(sandbox.effects.all()).toHaveLength(before);
  });

  it('begin anew when their pages are older than the history of the server', async () => {
    let compacted = 0;
    const patient = watchRequests((path) => {
      if (!path.includes('continue=') || compacted > 0) return;
      compacted += 1;
      // The second page is asked for: by now the server has forgotten the version of the first.
      makePod(`late-${++count}`, { namespace: 'many' });
      sandbox.objects.store.compact();
    });

    const pods = await patient.list('pods', { namespace: 'many' });

    expect(compacted).toBe(1);
    expect(pods.length).toBeGreaterThanOrEqual(1_204);
  });
});

describe('refusals', () => {
  it('name the verb and the resource that are not granted', async () => {
    const viewer = new KubernetesCluster('prod', connect('viewer'));

    await expect(viewer.list('nodes')).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringMatching(/^kubernetes: list nodes: .*cannot list resource "nodes"/),
    });
    await expect(viewer.evict({ namespace: 'shop', name: 'x', uid: 'y' })).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('cannot create resource "pods/eviction"'),
    });
  });

  it('of a version of the future are told as a server that is not there yet', async () => {
    const path = '/api/v1/nodes?resourceVersion=99999999&resourceVersionMatch=NotOlderThan';
    const future = connection.call('list nodes', async (attempt) => attempt.get(path));

    await expect(future).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 1_000 });
  });

  it('of a busy server say how long to wait', async () => {
    fault('GET', '/api/v1/nodes', { status: 429, headers: { 'retry-after': '3' }, body: BUSY() });

    await expect(cluster.list('nodes')).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 3_000 });
  });

  it('of something in between are no words of the API server', async () => {
    fault('GET', '/api/v1/nodes/', { status: 404, body: 'no such page' });

    await expect(cluster.getNode('a')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each([
    [500, 'unavailable'],
    [503, 'unavailable'],
    [400, 'invalid'],
    [413, 'invalid'],
  ])('with %i are %s', async (status, kind) => {
    fault('GET', '/version', { status, body: { kind: 'Status', status: 'Failure', message: 'so it is' } });

    await expect(cluster.identity()).rejects.toMatchObject({
      kind,
      message: expect.stringContaining('so it is'),
    });
  });
});

describe('what is behind a pod', () => {
  it('ends at the last owner that drover knows: the Job of a CronJob, and nothing for the pod of an operator', async () => {
    const job = sandbox.objects.create('jobs.batch', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'nightly-1',
        namespace: 'shop',
        ownerReferences: [anOwner('batch/v1', 'CronJob', 'nightly')],
      },
      spec: {
        selector: { matchLabels: { job: 'nightly-1' } },
        template: {
          metadata: { labels: { job: 'nightly-1' } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'x' }] },
        },
      },
    });
    const pods = [
      aPod({ name: 'nightly-1-x', owner: anOwner('batch/v1', 'Job', 'nightly-1', job?.metadata.uid) }),
      aPod({ name: 'pg-1', owner: anOwner('postgresql.cnpg.io/v1', 'Cluster', 'pg') }),
    ];

    const { workloads } = await readRoots(cluster, pods);

    expect(workloads.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['Job/nightly-1']);
  });
});

describe('a ReplicationController', () => {
  it('selects by a plain map of labels, which is told as the selector it stands for', async () => {
    const selector = { app: 'old', tier: 'web' };
    sandbox.objects.create('replicationcontrollers', {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old', namespace: 'shop' },
      spec: {
        replicas: 0,
        selector,
        template: { metadata: { labels: selector }, spec: { containers: [{ name: 'main', image: 'x' }] } },
      },
    });

    const found = await cluster.getWorkload({
      kind: 'ReplicationController',
      namespace: 'shop',
      name: 'old',
    });

    expect(found).toMatchObject({
      kind: 'ReplicationController',
      spec: { selector: { matchLabels: selector } },
    });
  });
});

describe('a node that changes between our look and our edit', () => {
  const ours = { key: 'drover.dev/retiring', effect: 'PreferNoSchedule' };

  it('is stale when its taints have changed: nobody else’s taint is lost', async () => {
    const target = makeNode([{ key: 'a', effect: 'NoSchedule' }]);

    const outcome = await meanwhile(target, { addTaints: [ours] }, () => {
      sandbox.objects.edit('nodes', undefined, target.name, (node) => {
        node['spec'] = {
          taints: [
            { key: 'a', effect: 'NoSchedule' },
            { key: 'b', effect: 'NoSchedule' },
          ],
        };
      });
    });

    expect(outcome).toEqual({ kind: 'stale' });
    expect((await cluster.getNode(target.name))?.spec?.taints?.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(await cluster.editNode(target, { addTaints: [ours] })).toEqual({ kind: 'done' });
    expect((await cluster.getNode(target.name))?.spec?.taints?.map(({ key }) => key)).toEqual([
      'a',
      'b',
      ours.key,
    ]);
  });

  it('is stale when it had no taints and has one now', async () => {
    const target = makeNode([]);
    sandbox.objects.edit('nodes', undefined, target.name, (node) => {
      node['spec'] = {};
    });

    const outcome = await meanwhile(target, { addTaints: [ours] }, () => {
      sandbox.objects.edit('nodes', undefined, target.name, (node) => {
        node['spec'] = { taints: [{ key: 'b', effect: 'NoSchedule' }] };
      });
    });

    expect(outcome).toEqual({ kind: 'stale' });
    expect((await cluster.getNode(target.name))?.spec?.taints?.map(({ key }) => key)).toEqual(['b']);
  });

  it('is replaced when another one has its name', async () => {
    const target = makeNode([]);

    const outcome = await meanwhile(target, { unschedulable: true }, () => {
      sandbox.objects.delete('nodes', undefined, target.name);
      makeNode([], target.name);
    });

    expect(outcome).toEqual({ kind: 'replaced' });
    expect((await cluster.getNode(target.name))?.spec?.unschedulable ?? false).toBe(false);
  });

  it('is gone when it has left', async () => {
    const target = makeNode([]);

    const outcome = await meanwhile(target, { unschedulable: true }, () => {
      sandbox.objects.delete('nodes', undefined, target.name);
    });

    expect(outcome).toEqual({ kind: 'gone' });
  });

  it('is stale when somebody changed the node and changed it back: what was decided then may not hold now (sim seed 53382485)', async () => {
    const target = makeNode([]);
    const setUnschedulable = (value: boolean): void =>
      void sandbox.objects.edit('nodes', undefined, target.name, (node) => {
        node['spec'] = { ...(node['spec'] as object), unschedulable: value };
      });

    const outcome = await meanwhile(target, { unschedulable: true }, () => {
      setUnschedulable(true);
      setUnschedulable(false);
    });

    expect(outcome).toEqual({ kind: 'stale' });
    expect((await cluster.getNode(target.name))?.spec?.unschedulable ?? false).toBe(false);
    expect(await cluster.editNode(target, { unschedulable: true })).toEqual({ kind: 'done' });
  });

  it('is not written when there is nothing to change', async () => {
    const target = makeNode([]);
    await cluster.editNode(target, { unschedulable: true, annotations: { 'drover.dev/epoch': '1' } });
    const before = sandbox.effects.all().length;

    await cluster.editNode(target, { unschedulable: true, annotations: { 'drover.dev/epoch': '1' } });

    expect(sandbox.effects.all()).toHaveLength(before);
  });

  it('is denied by a policy on nodes', async () => {
    const target = makeNode([]);
    const message = `nodes "${target.name}" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`;
    fault('PATCH', '/api/v1/nodes', {
      status: 422,
      body: { kind: 'Status', reason: 'Invalid', message, code: 422 },
    });

    expect(await cluster.editNode(target, { unschedulable: true })).toEqual({ kind: 'denied', message });
  });

  it('is an error when what is asked for is not valid', async () => {
    const target = makeNode([]);

    await expect(
      cluster.editNode(target, { labels: { 'drover.dev/x': 'not valid!' } }),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('an eviction', () => {
  it.each([
    [
      'a busy server',
      { status: 429, headers: { 'retry-after': '2' }, body: BUSY() },
      { kind: 'throttled', retryAfterMs: 2_000 },
    ],
    [
      'a busy server that names no time',
      { status: 429, body: BUSY() },
      { kind: 'throttled', retryAfterMs: 1_000 },
    ],
    [
      'a webhook',
      { status: 403, body: status('admission webhook "guard.example.com" denied the request: no') },
      { kind: 'denied' },
    ],
    [
      'a webhook with a code of its own',
      { status: 400, body: status('admission webhook "guard.example.com" denied the request: no') },
      { kind: 'denied' },
    ],
  ])('is refused by %s', async (_who, answer, outcome) => {
    fault('POST', '/eviction', answer);

    expect(await cluster.evict(makePod(`evict-${++count}`, {}))).toMatchObject(outcome);
  });

  it.each([
    ['a server in trouble', { status: 500, body: status('etcdserver: request timed out') }, 'unavailable'],
    [
      'a server that took too long',
      { status: 504, body: status('couldn’t update PodDisruptionBudget "x" due to conflicts') },
      'unavailable',
    ],
    ['an unknown path', { status: 404, body: '404 page not found' }, 'not-found'],
    [
      'another conflict',
      { status: 409, body: status('the ResourceVersion in the precondition (1) does not match') },
      'conflict',
    ],
  ])('fails on %s', async (_what, answer, kind) => {
    fault('POST', '/eviction', answer);

    await expect(cluster.evict(makePod(`evict-${++count}`, {}))).rejects.toMatchObject({ kind });
  });

  it('whose answer is lost may have happened: it is told as unclear, and not tried again', async () => {
    const pod = makePod('lost-answer', {});
    fault('POST', '/eviction', { drop: 'answer' });
    const before = sandbox.effects.all().length;

    await expect(cluster.evict(pod)).rejects.toMatchObject({ kind: 'unavailable' });

    const effects = sandbox.effects
      .all()
      .slice(before)
      .filter(({ verb }) => verb === 'create pods/eviction');
    expect(effects).toHaveLength(1);
    expect(sandbox.objects.get('pods', 'shop', 'lost-answer')?.metadata.deletionTimestamp).toBeDefined();
  });
});

describe('credentials', () => {
  it('that are refused are loaded once more', async () => {
    const file = `${sandbox.folder}/rotated`;
    await writeFile(file, kubeconfigOf(sandbox.api, 'an-old-token'));
    const rotated = connectCluster({ kind: 'kubeconfig', file, context: undefined }, 'drover/0.1.0');
    const own = new KubernetesCluster('prod', rotated);

    await expect(own.list('nodes')).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('credentials'),
    });
    await writeFile(file, kubeconfigOf(sandbox.api));

    expect(await own.list('nodes')).toBeInstanceOf(Array);
    await rotated.close();
  });

  it('of a context that is not there are said to be so', async () => {
    const missing = connect('nobody');

    await expect(new KubernetesCluster('prod', missing).list('nodes')).rejects.toThrow(
      /has no context nobody; it has admin, viewer/,
    );
    await missing.close();
  });

  it('in a file that is not there are said to be so', async () => {
    const nowhere = connectCluster(
      { kind: 'kubeconfig', file: '/nowhere', context: undefined },
      'drover/0.1.0',
    );

    await expect(new KubernetesCluster('prod', nowhere).list('nodes')).rejects.toBeInstanceOf(PortError);
    await nowhere.close();
  });
});

function BUSY(): object {
  return {
    kind: 'Status',
    status: 'Failure',
    reason: 'TooManyRequests',
    message: 'Too many requests, please try again later.',
    code: 429,
  };
}

function status(message: string): object {
  return { kind: 'Status', status: 'Failure', message };
}

function anOwner(apiVersion: string, kind: string, name: string, uid = `uid-${name}`): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true };
}

function connect(context?: string): KubernetesConnection {
  return connectCluster({ kind: 'kubeconfig', file: sandbox.kubeconfig, context }, 'drover/0.1.0');
}

function fault(method: string, path: string, answer: Fault['answer']): void {
  sandbox.faults.add({ target: 'kubernetes', match: { method, path }, answer });
}

/** Starts an edit whose patch is held up, and changes the world before it lands. */
async function meanwhile(
  target: NodeTarget,
  edit: Parameters<KubernetesCluster['editNode']>[1],
  change: () => void,
): Promise<unknown> {
  fault('PATCH', '/api/v1/nodes', { delayMs: 150 });
  const editing = cluster.editNode(target, edit);
  await new Promise((resolve) => setTimeout(resolve, 75));
  change();
  const outcome = await editing;
  sandbox.faults.clear();
  return outcome;
}

/** The same cluster over a connection that tells each path before it asks. */
function watchRequests(seen: (path: string) => void): KubernetesCluster {
  const watched = connect();
  const attempt = watched.attempt.bind(watched);
  watched.attempt = async (signal) => {
    const made = await attempt(signal);
    return {
      ...made,
      get: async (path, headers) => {
        seen(path);
        return made.get(path, headers);
      },
    };
  };
  return new KubernetesCluster('prod', watched);
}

function makeNode(taints: readonly { key: string; effect: string }[], name = `node-${++count}`): NodeTarget {
  const made = sandbox.objects.create('nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { taints: [...taints] },
  });
  return { name, uid: made?.metadata.uid ?? '' };
}

function makePod(name: string, { namespace = 'shop' }: { readonly namespace?: string }): PodTarget {
  const made = sandbox.objects.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      nodeName: 'a-bare-node',
      terminationGracePeriodSeconds: 30,
      containers: [{ name: 'main', image: 'x' }],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
  return { namespace, name, uid: made?.metadata.uid ?? '' };
}
