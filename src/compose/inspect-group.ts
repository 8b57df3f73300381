import { readFileSync } from 'node:fs';
import { AwsAccount } from '../adapters/aws/aws-account.ts';
import { AwsCloudFacts } from '../adapters/aws/aws-cloud-facts.ts';
import { AwsNodeGroups } from '../adapters/aws/aws-node-groups.ts';
import { connectCluster } from '../adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { captureFleet } from '../app/capture-fleet.ts';
import type { GroupSettings } from '../app/group-settings.ts';
import type { ClusterConfig } from '../config/config.ts';
import { parseClusters } from '../config/parse-clusters.ts';
import type { LookingConfig } from '../config/parse-clusters.ts';
import type { Environment } from '../config/read-environment.ts';
import { readVersion } from '../config/version.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { countOf } from '../core/preflight/facts/words.ts';
import { runPreflight } from '../core/preflight/run-preflight.ts';
import { groupSettings } from './group-settings.ts';
import type { Inspection, InspectionProgress } from './inspection.ts';

/** A node group of the configuration. */
export interface ChosenGroup {
  readonly cluster: string;
  readonly nodeGroup: string;
}

/** Preflight of a node group as a rollout would run it, without Slack and Redis. Throws where it cannot be run. */
export async function inspectGroup(
  chosen: ChosenGroup,
  env: Environment,
  { onPage, onJudge }: InspectionProgress,
): Promise<Inspection> {
  const config = readConfig(env);
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
    const report = runPreflight(snapshot, settings.policy);
    const nodes = countOf(snapshot.targets.length, 'node');
    return { subject: `${settings.cluster}/${settings.nodeGroup}, ${nodes}`, report };
  } finally {
    account.close();
    await connection.close();
  }
}

function readConfig(env: Environment): LookingConfig {
  const parsed = parseClusters(env, (path) => readFileSync(path, 'utf8'));
  if (parsed.ok) return parsed.config;
  const [first = 'it cannot be read', ...others] = parsed.problems;
  const more = others.length > 0 ? ` (and ${countOf(others.length, 'more problem')})` : '';
  throw new Error(`the configuration is wrong: ${first}${more}`);
}

function findGroup(
  config: LookingConfig,
  chosen: ChosenGroup,
): { readonly cluster: ClusterConfig; readonly settings: GroupSettings } {
  const cluster = config.clusters.find(({ name }) => name === chosen.cluster);
  if (!cluster) throw noSuch('cluster', chosen.cluster, config.clusters);
  const group = cluster.nodeGroups.find(({ name }) => name === chosen.nodeGroup);
  if (!group) throw noSuch(`node group of ${cluster.name}`, chosen.nodeGroup, cluster.nodeGroups);
  return { cluster, settings: groupSettings(config, cluster, group) };
}

function noSuch(what: string, word: string, there: readonly { readonly name: string }[]): Error {
  const known = there.map(({ name }) => name);
  const meant = nearestWord(word, known);
  const hint = meant === undefined ? `there is ${known.join(', ')}` : `did you mean "${meant}"?`;
  return new Error(`there is no ${what} "${word}"; ${hint}`);
}
