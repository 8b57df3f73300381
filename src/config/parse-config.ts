import { checkSettings } from './check-settings.ts';
import type { Config } from './config.ts';
import { parseYaml } from './parse-yaml.ts';
import { pathOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { readEnvironment, reasonOf } from './read-environment.ts';
import type { Environment, ReadFile } from './read-environment.ts';
import { settingsSchema } from './settings-schema.ts';
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

function readSettings(env: Environment, readFile: ReadFile, problems: Problem[]): Settings | undefined {
  const file = env['DROVER_CONFIG']?.trim();
  if (!file) {
    problems.push({ path: 'DROVER_CONFIG', message: 'is not set: it names the configuration file' });
    return undefined;
  }
  try {
    return parseSettings(file, readFile(file), problems);
  } catch (error) {
    problems.push({ path: 'DROVER_CONFIG', message: `${file} cannot be read: ${reasonOf(error)}` });
    return undefined;
  }
}

function parseSettings(file: string, text: string, problems: Problem[]): Settings | undefined {
  const yaml = parseYaml(file, text);
  if (!yaml.ok) {
    problems.push(...yaml.problems);
    return undefined;
  }
  const parsed = settingsSchema.safeParse(yaml.value ?? {});
  for (const issue of parsed.error?.issues ?? []) {
    const line = yaml.lineOf(issue.path);
    const place = pathOf(issue.path) || file;
    problems.push({ path: line === undefined ? place : `${place} (line ${line})`, message: issue.message });
  }
  problems.push(...checkSettings(yaml.value));
  return parsed.data;
}

/** Nothing may change the configuration after it was checked. Secrets are closed already. */
function freeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) freeze(member);
  }
  return Object.freeze(value);
}
