import { WorldClock } from '../../src/sandbox/clock.ts';
import { startControllers } from '../../src/sandbox/controllers/start-controllers.ts';
import { EffectLog } from '../../src/sandbox/effects.ts';
import { FaultBook } from '../../src/sandbox/faults.ts';
import { Cluster, type ClusterOptions } from '../../src/sandbox/kubernetes/cluster.ts';
import type { MetricsServer } from '../../src/sandbox/kubernetes/http/pod-metrics.ts';
import { startKubernetesApi, type KubernetesApi } from '../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import { staticTokens } from '../../src/sandbox/kubernetes/users.ts';
import { createRandom } from '../../src/sandbox/random.ts';
import { startKubelets } from '../../src/sandbox/kubelet/start-kubelets.ts';
import { startScheduler } from '../../src/sandbox/scheduler/start-scheduler.ts';
import { Server } from '../recordings/replay.mjs';

/** A cluster without a cloud: API server, controllers and scheduler, as the stories were recorded against. */
export interface BareWorld {
  readonly cluster: Cluster;
  readonly api: KubernetesApi;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly server: Server;
  readonly hooks: Record<string, () => void>;
  readonly stop: () => Promise<void>;
}

export interface BareWorldOptions extends ClusterOptions {
  /** How fast world time runs; the long waits of the stories shrink with it. */
  readonly speed?: number;
  readonly metricsServer?: MetricsServer;
}

/** A story looks at a node's first taint right after it was made: on a busy machine that takes its time. */
const NEW_NODE_LAG_MS = 500;

export const TOKENS = { admin: 'admin-token', viewer: 'viewer-token' };

export async function startBareWorld({
  speed = 1,
  metricsServer,
  ...options
}: BareWorldOptions = {}): Promise<BareWorld> {
  const clock = new WorldClock(Date.now(), speed);
  const cluster = new Cluster(clock, options);
  const effects = new EffectLog();
  const faults = new FaultBook();
  const api = await startKubernetesApi({
    cluster,
    effects,
    faults,
    ...(metricsServer ? { metricsServer } : {}),
    authenticators: [
      staticTokens({
        [TOKENS.admin]: { name: 'admin', uid: '1', groups: ['system:masters'] },
        [TOKENS.viewer]: { name: 'viewer', uid: '2', groups: [] },
      }),
    ],
  });
  const random = createRandom('stories');
  const controllers = startControllers({
    cluster,
    clock,
    random,
    settings: { newNodeLagMs: NEW_NODE_LAG_MS },
  });
  const scheduler = startScheduler({ cluster, clock, random });
  const kubelets = startKubelets({ cluster, clock, random });
  const server = new Server({ url: api.url, tokens: TOKENS, ca: api.caPem });
  return {
    cluster,
    api,
    effects,
    faults,
    server,
    hooks: {
      'pause-controllers': () => controllers.pause(),
      'resume-controllers': () => controllers.resume(),
      'compact-history': () => cluster.store.compact(),
    },
    stop: async () => {
      controllers.stop();
      scheduler.stop();
      kubelets.stop();
      server.agent.destroy();
      await api.close();
      clock.stop();
    },
  };
}
