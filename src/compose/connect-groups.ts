import { AwsAccount } from '../adapters/aws/aws-account.ts';
import { AwsCloudFacts } from '../adapters/aws/aws-cloud-facts.ts';
import { AwsNodeGroups } from '../adapters/aws/aws-node-groups.ts';
import { connectCluster } from '../adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import type { KubernetesConnection } from '../adapters/kubernetes/kubernetes-connection.ts';
import { KubernetesSlotStore } from '../adapters/kubernetes/kubernetes-slot-store.ts';
import { KubernetesThreadStore } from '../adapters/kubernetes/kubernetes-thread-store.ts';
import type { GroupHandle } from '../app/directory.ts';
import type { ConversationPorts } from '../app/ports.ts';
import type { ClusterConfig, Config } from '../config/config.ts';
import { SingleFlight } from '../app/single-flight.ts';
import { connectMetrics } from './connect-metrics.ts';
import { groupSettings } from './group-settings.ts';

type SharedPorts = Omit<ConversationPorts, 'cluster' | 'nodeGroups' | 'facts' | 'slots' | 'threads'>;

/** A cluster of the configuration with its node groups, ready to be worked on. Nothing is asked before the first call. */
export interface ConnectedCluster {
  readonly config: ClusterConfig;
  readonly connection: KubernetesConnection;
  readonly groups: readonly GroupHandle[];
}

export function connectGroups(
  config: Config,
  cluster: ClusterConfig,
  shared: SharedPorts,
  userAgent: string,
): ConnectedCluster {
  const connection = connectCluster(cluster.connection, userAgent);
  const account = new AwsAccount(cluster.aws.region, userAgent);
  const { clock } = shared;
  const metrics = connectMetrics(cluster.metrics, { connection, clock, userAgent })?.metrics;
  const ports: ConversationPorts = {
    ...shared,
    cluster: new KubernetesCluster(cluster.name, connection),
    nodeGroups: new AwsNodeGroups(account),
    facts: new AwsCloudFacts(account),
    slots: new KubernetesSlotStore(connection, cluster.namespace),
    threads: new KubernetesThreadStore(connection, cluster.namespace),
    ...(metrics ? { metrics } : {}),
  };
  const own = cluster.connection.kind === 'inside' ? config.place.nodeName : undefined;
  const groups = cluster.nodeGroups.map((group) => ({
    settings: groupSettings(config, cluster, group),
    ports,
    own: { node: own },
    plans: new SingleFlight<void>(),
  }));
  return { config: cluster, connection, groups };
}
