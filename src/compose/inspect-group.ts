import { AwsAccount } from '../adapters/aws/aws-account.ts';
import { AwsCloudFacts } from '../adapters/aws/aws-cloud-facts.ts';
import { AwsNodeGroups } from '../adapters/aws/aws-node-groups.ts';
import { connectCluster } from '../adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { captureFleet } from '../app/capture-fleet.ts';
import type { Environment } from '../config/read-environment.ts';
import { readVersion } from '../config/version.ts';
import { countOf } from '../core/preflight/facts/words.ts';
import { preflightInSteps } from '../core/preflight/run-preflight.ts';
import { findGroup, readLookingConfig } from './chosen-group.ts';
import type { ChosenGroup } from './chosen-group.ts';
import type { Inspection, InspectionProgress } from './inspection.ts';
import { inSlices } from '../app/in-slices.ts';

/** Preflight of a node group as a rollout would run it, without Slack and Redis. Throws where it cannot be run. */
export async function inspectGroup(
  chosen: ChosenGroup,
  env: Environment,
  { onPage, onJudge }: InspectionProgress,
): Promise<Inspection> {
  const config = readLookingConfig(env);
  const { cluster, settings } = findGroup(config, chosen);
  const agent = `drover/${readVersion()}`;
  const connection = connectCluster(cluster.connection, agent);
  const account = new AwsAccount(cluster.aws.region, agent);
  try {
    const ports = {
      cluster: new KubernetesCluster(cluster.name, connection),
      nodeGroups: new AwsNodeGroups(account),
      facts: new AwsCloudFacts(account),
      clock: new SystemClock(config.time),
    };
    const snapshot = await captureFleet(ports, settings, { onProgress: onPage });
    onJudge();
    const report = await inSlices(ports.clock, preflightInSteps(snapshot, settings.policy));
    const nodes = countOf(snapshot.targets.length, 'node');
    return { subject: `${settings.cluster}/${settings.nodeGroup}, ${nodes}`, report };
  } finally {
    account.close();
    await connection.close();
  }
}
