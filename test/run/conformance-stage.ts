import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-command.ts';
import type { Failure, Stage, StageResult } from './stage.ts';
import { whyItEnded } from './why-it-ended.ts';

const MINUTES_MAX = 10;

/** The stories that a real control plane was recorded with, each one test: `npm run conformance`. */
export const conformanceStage: Stage = {
  name: 'conformance',
  about: 'every recorded story of a real Kubernetes, played against the sandbox',
  level: 'full',
  run: async ({ root, folder, progress }) => {
    const finished = await runCommand({
      words: ['npm', 'run', '--silent', 'conformance'],
      cwd: root,
      logFile: join(folder, 'conformance.log'),
      minutesMax: MINUTES_MAX,
      onLine: progress,
    });
    const recorded = readdirSync(join(root, 'test/recordings/kubernetes')).filter((file) =>
      file.endsWith('.json'),
    );
    return readConformance(finished, recorded.length);
  },
};

/** `recorded`: how many stories there are; every one must be told of. */
export function readConformance(finished: Finished, recorded: number): StageResult {
  const lines = finished.stdout.split('\n');
  const told = lines.filter((line) => /^(ok|FAILED|excepted) /.test(line));
  const failures: Failure[] = lines.flatMap((line, index) =>
    line.startsWith('FAILED ')
      ? [{ name: `story ${line.split(' ')[1] ?? ''}`, message: lines.slice(index, index + 8).join('\n') }]
      : [],
  );
  if (told.length !== recorded)
    failures.push({ name: 'conformance', message: `${told.length} of ${recorded} stories were played` });
  if (finished.code !== 0 && failures.length === 0)
    failures.push({ name: 'conformance', message: whyItEnded(finished, MINUTES_MAX) });
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  return { passed, failures, skipped: [], read: `${told.length} stories` };
}
