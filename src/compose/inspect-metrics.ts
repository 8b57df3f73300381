import { AwsAccount } from '../adapters/aws/aws-account.ts';
import { AwsCloudFacts } from '../adapters/aws/aws-cloud-facts.ts';
import { AwsNodeGroups } from '../adapters/aws/aws-node-groups.ts';
import { connectCluster } from '../adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { checkMetrics } from '../app/gate/check-metrics.ts';
import type { MetricsCheck } from '../app/gate/check-metrics.ts';
import type { Environment } from '../config/read-environment.ts';
import { readVersion } from '../config/version.ts';
import { findGroup, readLookingConfig } from './chosen-group.ts';
import type { ChosenGroup } from './chosen-group.ts';
import { connectMetrics } from './connect-metrics.ts';

/** What the metrics source of a cluster says of a node group's workloads now. Throws where it cannot be asked. */
export async function inspectMetrics(chosen: ChosenGroup, env: Environment): Promise<MetricsCheck> {
  const config = readLookingConfig(env);
  const { cluster, settings } = findGroup(config, chosen);
  const agent = `drover/${readVersion()}`;
  const connection = connectCluster(cluster.connection, agent);
  const account = new AwsAccount(cluster.aws.region, agent);
  const clock = new SystemClock(config.time);
  const sources = connectMetrics(cluster.metrics, { connection, clock, userAgent: agent });
  try {
    if (!sources)
      throw new Error(`${cluster.name} has no metrics source: clusters[].metrics in the configuration`);
    return await checkMetrics(
      {
        cluster: new KubernetesCluster(cluster.name, connection),
        nodeGroups: new AwsNodeGroups(account),
        facts: new AwsCloudFacts(account),
        clock,
        metrics: sources.metrics,
      },
      settings,
    );
  } finally {
    await sources?.close();
    account.close();
    await connection.close();
  }
}
