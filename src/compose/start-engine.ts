import type { RedisConnection } from '../adapters/redis/redis-connection.ts';
import { handleInboxJob } from '../../jobs/handle-inbox.ts';
import {
  announcementsQueue,
  INBOX_CONCURRENCY,
  INBOX_QUEUE,
  ROLLOUTS_CONCURRENCY,
  rolloutsQueue,
  WORKER_SETTINGS,
} from '../../jobs/definitions.ts';
import { tellRolloutJob } from '../../jobs/tell-rollout.ts';
import { tickRolloutJob } from '../../jobs/tick-rollout.ts';
import { KubernetesLeaseStore } from '../adapters/kubernetes/kubernetes-lease-store.ts';
import { KubernetesWakeSource } from '../adapters/kubernetes/kubernetes-wake-source.ts';
import { slotName } from '../adapters/kubernetes/slot-names.ts';
import { startWorker } from '../adapters/redis/start-worker.ts';
import type { RunningWorker } from '../adapters/redis/start-worker.ts';
import { ClusterEngine } from '../app/cluster-engine.ts';
import { Leadership } from '../app/leadership.ts';
import { createRootPace } from '../app/root-pace.ts';
import type { Config } from '../config/config.ts';
import type { RawInbox } from '../core/request/inbox-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ConnectedCluster } from './connect-groups.ts';

interface EngineOptions {
  readonly config: Config;
  readonly clusters: readonly ConnectedCluster[];
  /** For workers. */
  readonly redis: RedisConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** How this process is called in leases. */
  readonly holder: string;
  readonly handleInbox: (raw: RawInbox) => Promise<void>;
}

export interface Running {
  stop(): Promise<void>;
}

/** The role that acts: one leadership and one engine a cluster, and the workers of their queues. */
export function startEngine(options: EngineOptions): Running {
  const inbox = startWorker(
    options.redis,
    {
      queue: INBOX_QUEUE,
      processor: handleInboxJob(options.handleInbox),
      concurrency: INBOX_CONCURRENCY,
      settings: WORKER_SETTINGS,
    },
    options.log,
  );
  const engines = options.clusters.map((cluster) => startClusterEngine(options, cluster));
  return {
    async stop() {
      await inbox.close();
      await Promise.all(engines.map(async (engine) => engine.stop()));
    },
  };
}

function startClusterEngine(options: EngineOptions, cluster: ConnectedCluster): Running {
  const { config, clock, log, holder } = options;
  const { connection, groups } = cluster;
  const { namespace, name } = cluster.config;
  const lease = new KubernetesLeaseStore(connection, namespace);
  let workers: readonly RunningWorker[] = [];
  let stopping = false;
  const leader = new Leadership({ lease, clock, log }, holder, config.lease, (leading) => {
    log.info(leading ? 'this engine leads the cluster' : 'this engine does not lead the cluster', {
      cluster: name,
    });
    // Only the leader takes wake-ups off the queue: a standby would only have to put them back.
    if (leading && !stopping) {
      workers = startWorkers(options, cluster, engine);
      engine.wakeAll();
    } else {
      const ending = workers;
      workers = [];
      for (const worker of ending) void worker.close();
    }
  });
  const engine = new ClusterEngine({
    groups,
    leader,
    self: {
      leader,
      quietPeriodMs: config.quietPeriodMs,
      ownNode: groups[0]?.own.node,
    },
    wakes: new KubernetesWakeSource(connection, namespace, log),
    pace: createRootPace(clock),
    slotName,
  });
  engine.start();
  const leading = leader.run();
  return {
    async stop() {
      stopping = true;
      await engine.stop();
      await Promise.all(workers.map(async (worker) => worker.close()));
      await leader.release();
      await leading;
      await connection.close();
    },
  };
}

function startWorkers(
  { redis, log }: EngineOptions,
  cluster: ConnectedCluster,
  engine: ClusterEngine,
): readonly RunningWorker[] {
  const { name } = cluster.config;
  const common = { concurrency: ROLLOUTS_CONCURRENCY, settings: WORKER_SETTINGS };
  const tick = tickRolloutJob((nodeGroup) => engine.tick(nodeGroup));
  const tell = tellRolloutJob((nodeGroup) => engine.announce(nodeGroup));
  return [
    startWorker(redis, { queue: rolloutsQueue(name), processor: tick, ...common }, log),
    startWorker(redis, { queue: announcementsQueue(name), processor: tell, ...common }, log),
  ];
}
