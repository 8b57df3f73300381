import { readFileSync } from 'node:fs';
import type { GroupSettings } from '../app/group-settings.ts';
import type { ClusterConfig } from '../config/config.ts';
import { parseClusters } from '../config/parse-clusters.ts';
import type { LookingConfig } from '../config/parse-clusters.ts';
import type { Environment } from '../config/read-environment.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { countOf } from '../core/preflight/facts/words.ts';
import { groupSettings } from './group-settings.ts';

/** A node group of the configuration. */
export interface ChosenGroup {
  readonly cluster: string;
  readonly nodeGroup: string;
}

/** The clusters of the configuration file. Throws with what is wrong in it. */
export function readLookingConfig(env: Environment): LookingConfig {
  const parsed = parseClusters(env, (path) => readFileSync(path, 'utf8'));
  if (parsed.ok) return parsed.config;
  const [first = 'it cannot be read', ...others] = parsed.problems;
  const more = others.length > 0 ? ` (and ${countOf(others.length, 'more problem')})` : '';
  throw new Error(`the configuration is wrong: ${first}${more}`);
}

/** Throws with the name that was probably meant. */
export function findGroup(
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
