import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import type { KubernetesConnection } from '../../../src/adapters/kubernetes/kubernetes-connection.ts';
import { MetricsServerMetrics } from '../../../src/adapters/kubernetes/metrics-server-metrics.ts';
import type { PodUsage } from '../../../src/sandbox/kubernetes/http/pod-metrics.ts';
import type { Draft } from '../../../src/sandbox/kubernetes/cluster.ts';
import { startSandboxCluster } from './sandbox-cluster.ts';
import type { SandboxCluster } from './sandbox-cluster.ts';

const MI = 1024 * 1024;
const WEB = { workload: 'Deployment/shop/web', namespace: 'shop', pods: ['web-1', 'web-2'] };

describe('what metrics-server says', () => {
  let sandbox: SandboxCluster;
  let connection: KubernetesConnection;
  let usage: PodUsage[] = [];
  let now = Date.now();
  const clock = {
    now: () => now,
    real: () => Date.now(),
    monotonic: () => performance.now(),
    scale: 1,
    sleep: async () => {},
  };
  const ask = (): MetricsServerMetrics => new MetricsServerMetrics(connection, clock);

  beforeAll(async () => {
    sandbox = await startSandboxCluster([], { usage: () => usage });
    connection = connectCluster(
      { kind: 'kubeconfig', file: sandbox.kubeconfig, context: 'viewer' },
      'drover/test',
    );
    for (const name of ['shop', 'other'])
      make('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const name of ['web-1', 'web-2', 'web-3']) makePod(name, '200Mi');
    makePod('free-1', undefined);
    usage = [
      { namespace: 'shop', name: 'web-1', container: 'app', cpuNanocores: 1e8, memoryBytes: 50 * MI },
      { namespace: 'shop', name: 'web-2', container: 'app', cpuNanocores: 1e8, memoryBytes: 80 * MI },
      { namespace: 'shop', name: 'web-3', container: 'app', cpuNanocores: 1e8, memoryBytes: 190 * MI },
      { namespace: 'shop', name: 'free-1', container: 'app', cpuNanocores: 1e8, memoryBytes: 90 * MI },
    ];
  }, 60_000);

  afterAll(async () => {
    await connection.close();
    await sandbox.close();
  });

  it('may be asked only with the optional role', async () => {
    expect(await ask().use(WEB)).toMatchObject({
      kind: 'error',
      why: expect.stringContaining('pods') as string,
    });

    grant();
    expect(await ask().use(WEB)).toEqual({ kind: 'measured', value: { memoryShare: 0.4 } });
    expect(await ask().check()).toMatchObject({ kind: 'measured' });
  });

  it('is nothing where no container of a cohort has a limit, or is known', async () => {
    expect(await ask().use({ ...WEB, pods: ['free-1'] })).toMatchObject({ kind: 'no-data' });
    expect(await ask().use({ ...WEB, pods: ['gone-1'] })).toMatchObject({ kind: 'no-data' });
  });

  it('is no data when it is old', async () => {
    now = Date.now() + 60_000;
    expect(await ask().use(WEB)).toMatchObject({
      kind: 'no-data',
      why: expect.stringMatching(/its last point is (59|60|61) s old/) as string,
    });
    now = Date.now();
  });

  it('asks once for all cohorts of a namespace at one moment', async () => {
    const metrics = ask();
    const [one, other] = await Promise.all([metrics.use(WEB), metrics.use({ ...WEB, pods: ['web-3'] })]);

    expect(one).toEqual({ kind: 'measured', value: { memoryShare: 0.4 } });
    expect(other).toEqual({ kind: 'measured', value: { memoryShare: 0.95 } });
  });

  it('is nothing about requests', async () => {
    expect(await ask().find()).toMatchObject({ kind: 'not-offered' });
    expect(await ask().counts()).toMatchObject({ kind: 'not-offered' });
    expect(await ask().past()).toMatchObject({ kind: 'not-offered' });
  });

  function make(resource: string, object: Draft): void {
    sandbox.objects.create(resource, object);
  }

  function makePod(name: string, memory: string | undefined): void {
    const resources = memory === undefined ? {} : { resources: { limits: { memory } } };
    make('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { containers: [{ name: 'app', image: 'app:1', ...resources }] },
    });
  }

  /** The role of manifests/metrics-server and the right to list pods, for the viewer of this test. */
  function grant(): void {
    const file = new URL('../../../manifests/metrics-server/role.yaml', import.meta.url);
    const [role, binding] = parseAllDocuments(readFileSync(file, 'utf8')).map(
      (document) => document.toJS() as Draft & { kind: string; subjects?: unknown; rules?: unknown[] },
    );
    if (!role || !binding) throw new Error('the manifest has no role and binding');
    const listPods = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };
    sandbox.objects.create('clusterroles.rbac.authorization.k8s.io', {
      ...role,
      rules: [...(role.rules ?? []), listPods],
    });
    sandbox.objects.create('clusterrolebindings.rbac.authorization.k8s.io', {
      ...binding,
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'viewer' }],
    });
  }
});

it('a cluster without metrics-server says so', async () => {
  const sandbox = await startSandboxCluster();
  const connection = connectCluster(
    { kind: 'kubeconfig', file: sandbox.kubeconfig, context: 'admin' },
    'drover/test',
  );
  const clock = { now: () => 0, real: () => 0, monotonic: () => 0, scale: 1, sleep: async () => {} };
  try {
    expect(await new MetricsServerMetrics(connection, clock).check()).toEqual({
      kind: 'error',
      why: 'the cluster has no metrics-server (metrics.k8s.io is not served)',
    });
  } finally {
    await connection.close();
    await sandbox.close();
  }
});
