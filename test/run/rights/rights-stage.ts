import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storiesOf, usedRightsFolder } from '../scenario-stage.ts';
import type { Stage, StageResult } from '../stage.ts';
import { readGrantedRights } from './granted-rights.ts';
import { findUnusedRights } from './unused-rights.ts';
import type { UsedRights } from './unused-rights.ts';

/** Holds what the manifests grant against what drover used in the scenarios of this run. */
export const rightsStage: Stage = {
  name: 'rights',
  about: 'every verb and action that the manifests grant was used by drover in a scenario (after scenarios)',
  level: 'full',
  run: async ({ root, folder }) => {
    const stories = await storiesOf();
    const files = stories.map(({ name }) => ({
      name,
      file: join(usedRightsFolder(folder), `${name}.json`),
    }));
    const missing = files.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
    const used = files
      .filter(({ file }) => existsSync(file))
      .map(({ file }) => JSON.parse(readFileSync(file, 'utf8')) as UsedRights);
    const granted = readGrantedRights(join(root, 'manifests'));
    const count = granted.kubernetes.length + granted.aws.length;
    return resultOf(count, findUnusedRights(granted, used), missing);
  },
};

function resultOf(count: number, unused: readonly string[], missing: readonly string[]): StageResult {
  // A story that did not end well has used less than it would have: its own failure is told in its own place.
  const doubt = missing.length === 0 ? '' : `\nno result of these stories was there: ${missing.join(', ')}`;
  const read = `${count} rights`;
  if (count === 0) return failed(read, 'the manifests grant nothing, so nothing was compared');
  if (unused.length > 0)
    return failed(
      read,
      `granted, but used by drover in no scenario:\n${unused.map((one) => `  ${one}`).join('\n')}${doubt}`,
    );
  return { passed: 1, failures: [], skipped: [], read };
}

function failed(read: string, message: string): StageResult {
  return { passed: 0, failures: [{ name: 'rights', message }], skipped: [], read };
}
