import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { startControllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import type { Controllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import { EffectLog } from '../../../src/sandbox/effects.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { MetricsServer } from '../../../src/sandbox/kubernetes/http/pod-metrics.ts';
import { startKubernetesApi } from '../../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import type { KubernetesApi } from '../../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import { MASTERS_GROUP, staticTokens } from '../../../src/sandbox/kubernetes/users.ts';
import type { Authenticator } from '../../../src/sandbox/kubernetes/users.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

/** The sandbox's Kubernetes with its controllers, and a kubeconfig for it. Its clock runs as fast as ours. */
export interface SandboxCluster {
  readonly api: KubernetesApi;
  readonly objects: Cluster;
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  readonly controllers: Controllers;
  /** A folder for files of the test. */
  readonly folder: string;
  /** Contexts `admin` (may do everything; the current one) and `viewer` (may do nothing). */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

export async function startSandboxCluster(
  authenticators: readonly Authenticator[] = [],
  metricsServer: MetricsServer = { usage: undefined },
): Promise<SandboxCluster> {
  const clock = new WorldClock(Date.now());
  const objects = new Cluster(clock);
  const faults = new FaultBook();
  const effects = new EffectLog();
  const tokens = staticTokens({
    'admin-token': { name: 'admin', groups: [MASTERS_GROUP] },
    'viewer-token': { name: 'viewer', groups: [] },
  });
  const api = await startKubernetesApi({
    cluster: objects,
    authenticators: [tokens, ...authenticators],
    faults,
    effects,
    metricsServer,
  });
  const controllers = startControllers({ cluster: objects, clock, random: createRandom(1) });
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(api));
  return {
    api,
    objects,
    faults,
    effects,
    controllers,
    folder,
    kubeconfig,
    async close() {
      controllers.stop();
      await api.close();
      clock.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export function kubeconfigOf(
  { url, caPem }: Pick<KubernetesApi, 'url' | 'caPem'>,
  adminToken = 'admin-token',
): string {
  const ca = Buffer.from(caPem).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'admin',
    clusters: [{ name: 'sandbox', cluster: { server: url, 'certificate-authority-data': ca } }],
    users: [
      { name: 'admin', user: { token: adminToken } },
      { name: 'viewer', user: { token: 'viewer-token' } },
    ],
    contexts: ['admin', 'viewer'].map((user) => ({ name: user, context: { cluster: 'sandbox', user } })),
  });
}
