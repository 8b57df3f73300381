import { checkSettings } from './check-settings.ts';
import { parseYaml } from './parse-yaml.ts';
import { pathOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { reasonOf } from './read-environment.ts';
import type { Environment, ReadFile } from './read-environment.ts';
import { settingsSchema } from './settings-schema.ts';
import type { Settings } from './settings-schema.ts';

/** The settings of the file that `DROVER_CONFIG` names. */
export function readSettings(
  env: Environment,
  readFile: ReadFile,
  problems: Problem[],
): Settings | undefined {
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
