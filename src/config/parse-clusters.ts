import type { Config } from './config.ts';
import type { Problem } from './problem.ts';
import type { Environment, ReadFile } from './read-environment.ts';
import { readSettings } from './read-settings.ts';
import { readTimeScale } from './time-scale.ts';
import { clustersOf } from './to-config.ts';

/** The part of the configuration that looking takes: no Redis, no Slack. */
export type LookingConfig = Pick<Config, 'clusters' | 'approval' | 'time'>;

export type ParsedClusters =
  | { readonly ok: true; readonly config: LookingConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The clusters of the file that `DROVER_CONFIG` names. */
export function parseClusters(env: Environment, readFile: ReadFile): ParsedClusters {
  const problems: Problem[] = [];
  const settings = readSettings(env, readFile, problems);
  const time = readTimeScale(env['DROVER_TIME_SCALE']?.trim() || undefined, problems);
  if (!settings || problems.length > 0)
    return { ok: false, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
  const approval = { expiresMs: settings.approval.expires };
  return { ok: true, config: { clusters: clustersOf(settings), approval, time } };
}
