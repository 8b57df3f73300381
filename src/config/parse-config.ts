import type { Config } from './config.ts';
import type { Problem } from './problem.ts';
import { readEnvironment } from './read-environment.ts';
import type { Environment, ReadFile } from './read-environment.ts';
import { readSettings } from './read-settings.ts';
import type { Settings } from './settings-schema.ts';
import { toConfig } from './to-config.ts';

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  /** All problems at once, each with its path: `clusters[0].channel (line 7): must be the id of a channel …`. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The whole configuration: the environment, and the file that `DROVER_CONFIG` names. */
export function parseConfig(env: Environment, readFile: ReadFile): ParsedConfig {
  const problems: Problem[] = [];
  const environment = readEnvironment(env, readFile, problems);
  const settings = readSettings(env, readFile, problems);
  const config = toConfig(settings ?? EMPTY_SETTINGS, environment, problems);
  if (!settings || !config || problems.length > 0)
    return { ok: false, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
  return { ok: true, config: freeze(config) };
}

/** Stands in for a file that could not be read, so that the environment's problems are told all the same. */
const EMPTY_SETTINGS: Settings = {
  clusters: [],
  approval: { expires: 0 },
  lease: { duration: 0, renew: 0, retry: 0 },
  quietPeriod: 0,
  slack: { path: '/' },
  audit: {},
};

/** Nothing may change the configuration after it was checked. Secrets are closed already. */
function freeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) freeze(member);
  }
  return Object.freeze(value);
}
