import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readVitestReport } from './read-vitest-report.ts';
import type { VitestReport } from './read-vitest-report.ts';
import { runCommand } from './run-command.ts';
import type { Failure, Stage, StageResult } from './stage.ts';
import { whyItEnded } from './why-it-ended.ts';

interface VitestOptions {
  readonly name: string;
  readonly about: string;
  readonly level: Stage['level'];
  /** The project in test/vitest.config.ts. */
  readonly project: string;
  readonly minutesMax: number;
}

/** A stage of tests that vitest runs; its counts are those of vitest's own report. */
export function vitestStage({ project, minutesMax, ...stage }: VitestOptions): Stage {
  return {
    ...stage,
    run: async ({ root, folder, progress }) => {
      const reportFile = join(folder, `${project}.json`);
      rmSync(reportFile, { force: true });
      const finished = await runCommand({
        words: vitestWords(project, reportFile),
        cwd: root,
        logFile: join(folder, `${project}.log`),
        minutesMax,
        onLine: progress,
      });
      const report = readReport(reportFile, root);
      const ending = { name: stage.name, message: whyItEnded(finished, minutesMax) };
      return withEnding(report, finished.code === 0 ? undefined : ending, stage.name);
    },
  };
}

function vitestWords(project: string, reportFile: string): readonly string[] {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  return ['vitest', 'run', '--config', 'test/vitest.config.ts', '--project', project, ...reporters];
}

function readReport(file: string, root: string): StageResult | undefined {
  if (!existsSync(file)) return undefined;
  return readVitestReport(JSON.parse(readFileSync(file, 'utf8')) as VitestReport, root);
}

/** A run that ended badly has at least one failure, even if no test of it is to blame: an error outside of tests, a timeout. */
function withEnding(report: StageResult | undefined, ending: Failure | undefined, name: string): StageResult {
  const nothing: StageResult = { passed: 0, failures: [], skipped: [], read: 'nothing' };
  const result = report ?? nothing;
  if (result.failures.length > 0) return result;
  if (ending) return { ...result, failures: [ending] };
  if (result.passed > 0) return result;
  return { ...result, failures: [{ name, message: 'it ended well but ran no test' }] };
}
