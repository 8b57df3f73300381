import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-command.ts';
import type { Stage, StageResult } from './stage.ts';
import { whyItEnded } from './why-it-ended.ts';

interface MutantsStageOptions {
  readonly name: string;
  readonly about: string;
  readonly level: Stage['level'];
  readonly minutesMax: number;
}

/** A stage that plays the simulation with mistakes in the engine, each mistake one test: `npm run sim:mutants`. */
export function mutantsStage({ minutesMax, ...stage }: MutantsStageOptions): Stage {
  return {
    ...stage,
    run: async ({ root, folder, progress }) => {
      const finished = await runCommand({
        words: ['npm', 'run', '--silent', 'sim:mutants'],
        cwd: root,
        logFile: join(folder, `${stage.name}.log`),
        minutesMax,
        onLine: progress,
      });
      return readMutants(finished, minutesMax);
    },
  };
}

/** Reads the line `N mutants, N survived` and what was said of those that did. */
export function readMutants(finished: Finished, minutesMax: number): StageResult {
  const [, mutants = '0', survived = '0'] = /^(\d+) mutants, (\d+) survived$/m.exec(finished.stdout) ?? [];
  const failures = finished.output
    .split('\n')
    .filter((line) => line.startsWith('SURVIVED'))
    .map((line) => ({ name: `mutant ${/^SURVIVED\s+([^:]+)/.exec(line)?.[1] ?? ''}`, message: line }));
  if (failures.length === 0 && (finished.code !== 0 || Number(mutants) === 0))
    failures.push({ name: 'mutants', message: whyItEnded(finished, minutesMax) });
  const passed = Math.max(0, Number(mutants) - Number(survived));
  return { passed, failures, skipped: [], read: `${mutants} mutants` };
}
