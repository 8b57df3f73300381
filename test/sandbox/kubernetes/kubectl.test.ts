import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsServer } from '../../../src/sandbox/kubernetes/http/pod-metrics.ts';
import { startBareWorld, TOKENS, type BareWorld } from '../../conformance/start-bare-world.ts';

const run = promisify(execFile);
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!hasKubectl) console.warn('kubectl is not on the PATH: its session is not played');

interface Output {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe.skipIf(!hasKubectl)('kubectl', { timeout: 60_000 }, () => {
  let world: BareWorld;
  const metricsServer: MetricsServer = { usage: undefined };
  let folder: string;

  beforeAll(async () => {
    world = await startBareWorld({ metricsServer });
    folder = mkdtempSync(join(tmpdir(), 'sandbox-kubectl-'));
    writeFileSync(join(folder, 'config'), kubeconfig(world));
    for (const name of ['n1', 'n2'])
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(fakeNode(name)));
    await kubectl('create', '-f', folder + '/n1.json', '-f', folder + '/n2.json');
    await kubectl('wait', '--for=condition=Ready', 'node/n1', 'node/n2', '--timeout=20s');
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function kubectl(...args: string[]): Promise<Output> {
    const env = { ...process.env, KUBECONFIG: join(folder, 'config') };
    try {
      const { stdout, stderr } = await run('kubectl', args, { env, timeout: 30_000 });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  it('tops pods and nodes where a metrics-server is there, and lists its resources', async () => {
    metricsServer.usage = () => [
      {
        namespace: 'default',
        name: 'web-1',
        container: 'web',
        cpuNanocores: 120_000_000,
        memoryBytes: 64 * 2 ** 20,
      },
    ];
    metricsServer.nodeUsage = () => [
      { name: 'n1', cpuNanocores: 1_500_000_000, memoryBytes: 2 ** 30 },
      { name: 'n2', cpuNanocores: 500_000_000, memoryBytes: 2 ** 29 },
    ];
    const pods = await kubectl('top', 'pods');
    const nodes = await kubectl('top', 'nodes');
    const resources = await kubectl('api-resources', '--api-group=metrics.k8s.io', '--cached=false');

    expect(columns(pods.out).map((row) => row.slice(0, 3))).toEqual([
      ['NAME', 'CPU(cores)', 'MEMORY(bytes)'],
      ['web-1', '120m', '64Mi'],
    ]);
    expect(columns(nodes.out).map(([name, cpu]) => [name, cpu])).toEqual([
      ['NAME', 'CPU(cores)'],
      ['n1', '1500m'],
      ['n2', '500m'],
    ]);
    expect(
      columns(resources.out)
        .slice(1)
        .map((row) => row.slice(0, 4)),
    ).toEqual([
      ['nodes', 'metrics.k8s.io/v1beta1', 'false', 'NodeMetrics'],
      ['pods', 'metrics.k8s.io/v1beta1', 'true', 'PodMetrics'],
    ]);

    metricsServer.usage = undefined;
    expect(await kubectl('top', 'pods')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Metrics API not available') as unknown,
    });
  });

  it('shows nodes, plain and wide', async () => {
    const { out } = await kubectl('get', 'nodes', '-o', 'wide');

    expect(columns(out)[0]).toEqual(expect.arrayContaining(['NAME', 'STATUS', 'VERSION', 'INTERNAL-IP']));
    expect(columns(out)[1]?.slice(0, 3)).toEqual(['n1', 'Ready', '<none>']);
  });

  it('makes a Deployment, scales it, restarts it and waits for the rollout', async () => {
    await kubectl('create', 'deployment', 'web', '--image=registry.example/web:1', '--replicas=2');
    const first = await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s');
    const scaled = await kubectl('scale', 'deployment/web', '--replicas=3');
    await kubectl('rollout', 'restart', 'deployment/web');
    const second = await kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');

    expect(first.out).toContain('deployment "web" successfully rolled out');
    expect(scaled.out).toBe('deployment.apps/web scaled\n');
    expect(second.out).toContain('deployment "web" successfully rolled out');
  });

  it('describes a node and a pod', async () => {
    const node = await kubectl('describe', 'node', 'n1');
    const pods = await kubectl('describe', 'pods', '-l', 'app=web');

    expect(node.out).toMatch(/Non-terminated Pods:\s+\(\d+ in total\)/);
    expect(node.out).toMatch(/Unschedulable:\s+false/);
    expect(pods.out).toContain('Successfully assigned default/web-');
    expect(pods.out).toMatch(/QoS Class:\s+BestEffort/);
  });

  it('watches pods of all namespaces as they go', async () => {
    const env = { ...process.env, KUBECONFIG: join(folder, 'config') };
    const watch = spawn('kubectl', ['get', 'pods', '-A', '-w'], { env });
    let seen = '';
    watch.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    await expect.poll(() => seen, { timeout: 10_000 }).toMatch(/default\s+web-\S+\s+1\/1\s+Running/);

    await kubectl('run', 'late', '--image=registry.example/late:1');

    await expect.poll(() => seen, { timeout: 15_000 }).toMatch(/default\s+late\s+1\/1\s+Running/);
    expect(seen.split('\n').filter((line) => line.startsWith('NAMESPACE'))).toHaveLength(1);
    watch.kill();
  });

  it('cordons and uncordons', async () => {
    const cordoned = await kubectl('cordon', 'n2');
    const again = await kubectl('cordon', 'n2');
    const shown = await kubectl('get', 'node', 'n2', '--no-headers');
    const uncordoned = await kubectl('uncordon', 'n2');

    expect(cordoned.out).toBe('node/n2 cordoned\n');
    expect(again.out).toBe('node/n2 already cordoned\n');
    expect(shown.out).toContain('Ready,SchedulingDisabled');
    expect(uncordoned.out).toBe('node/n2 uncordoned\n');
  });

  it('refuses to drain pods that nobody would replace', async () => {
    const { name, node } = await podNamed('late');

    const { code, err } = await kubectl('drain', node, '--timeout=5s');

    expect(code).not.toBe(0);
    expect(err).toContain('cannot delete');
    expect(err).toContain(`default/${name}`);
    await kubectl('uncordon', node);
  });

  it('refuses to drain pods of a DaemonSet and pods with local data, unless told', async () => {
    writeFileSync(join(folder, 'agent.json'), JSON.stringify(daemonSet()));
    writeFileSync(join(folder, 'local.json'), JSON.stringify(podWithLocalData()));
    await kubectl('create', '-f', folder + '/agent.json', '-f', folder + '/local.json');
    await kubectl('rollout', 'status', 'daemonset/agent', '--timeout=20s');
    await kubectl('wait', '--for=condition=Ready', 'pod/local', '--timeout=20s');

    const { err } = await kubectl('drain', 'n1', '--timeout=5s', '--force');

    expect(err).toContain('cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)');
    expect(err).toContain('cannot delete Pods with local storage (use --delete-emptydir-data to override)');
    await kubectl('uncordon', 'n1');
    const files = await kubectl(
      'delete',
      '-f',
      folder + '/agent.json',
      '-f',
      folder + '/local.json',
      '--now',
    );
    const late = await kubectl('delete', 'pod', 'late', '--now');
    expect([files.code, late.code]).toEqual([0, 0]);
  });

  it('is held up by a budget, and drains once it allows', async () => {
    await kubectl('create', 'poddisruptionbudget', 'web', '--selector=app=web', '--min-available=3');
    const { node } = await podNamed('', 'app=web');
    await expect
      .poll(async () => (await kubectl('get', 'pdb', 'web', '--no-headers')).out)
      .toMatch(/web\s+3\s+N\/A\s+0/);

    const held = await kubectl('drain', node, '--timeout=4s', '--ignore-daemonsets', '--force');
    await kubectl('patch', 'pdb', 'web', '--type=merge', '-p', '{"spec":{"minAvailable":1}}');
    await expect
      .poll(async () => (await kubectl('get', 'pdb', 'web', '--no-headers')).out)
      .toMatch(/web\s+1\s+N\/A\s+2/);
    const drained = await kubectl('drain', node, '--timeout=30s', '--ignore-daemonsets', '--force');

    expect(held.err).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(held.code).not.toBe(0);
    expect(drained.out).toContain(`node/${node} drained`);
    expect(drained.code).toBe(0);
    await kubectl('uncordon', node);
  });

  it('says what a user may do', async () => {
    const admin = await kubectl('auth', 'can-i', 'create', 'pods/eviction');
    const viewer = await kubectl('auth', 'can-i', 'create', 'pods/eviction', '--as', 'viewer');
    const whoami = await kubectl('auth', 'whoami');
    const refused = await kubectl('get', 'pods', '--as', 'viewer');

    expect(admin.out).toBe('yes\n');
    expect(viewer.out).toBe('no\n');
    expect(whoami.out).toContain('admin');
    expect(refused.err).toContain('pods is forbidden: User "viewer" cannot list resource "pods"');
  });

  it('deletes a Deployment and, with it, its pods', async () => {
    const { out } = await kubectl('delete', 'deployment', 'web', '--timeout=30s');

    expect(out).toBe('deployment.apps "web" deleted\n');
    await expect
      .poll(async () => (await kubectl('get', 'pods', '-l', 'app=web')).err, { timeout: 20_000 })
      .toContain('No resources found');
  });

  async function podNamed(name: string, selector = ''): Promise<{ name: string; node: string }> {
    const which = selector ? ['-l', selector] : [name];
    const { out } = await kubectl('get', 'pods', ...which, '-o', 'json');
    const read = JSON.parse(out) as { items?: PodLike[] } & PodLike;
    const pod = read.items?.[0] ?? read;
    return { name: pod.metadata.name, node: pod.spec.nodeName };
  }
});

interface PodLike {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName: string };
}

function columns(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split(/\s{2,}/));
}

function kubeconfig({ api }: BareWorld): string {
  const ca = Buffer.from(api.caPem).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'sandbox', cluster: { server: api.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'admin', user: { token: TOKENS.admin } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'admin' } }],
    'current-context': 'sandbox',
  });
}

/** A node whose kubelet only pretends. */
function fakeNode(name: string): object {
  const amounts = { cpu: '8', memory: '32Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    status: { capacity: amounts, allocatable: amounts },
  };
}

function daemonSet(): object {
  const labels = { app: 'agent' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'agent', image: 'registry.example/agent:1' }] },
      },
    },
  };
}

function podWithLocalData(): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'local' },
    spec: {
      nodeName: 'n1',
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [
        {
          name: 'app',
          image: 'registry.example/app:1',
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
    },
  };
}
