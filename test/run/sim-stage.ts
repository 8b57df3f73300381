import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-command.ts';
import type { Stage, StageResult } from './stage.ts';
import { whyItEnded } from './why-it-ended.ts';

interface SimStageOptions {
  readonly name: string;
  readonly about: string;
  readonly level: Stage['level'];
  /** Four mild ones to a hot one. The first is derived from the commit, so that every commit sees others. */
  readonly seeds: number;
  readonly minutesMax: number;
}

/** Minutes for the seeds that were begun before the time was over. */
const MARGIN_MINUTES = 2;

/** A stage that plays the engine in the simulated world, each seed one test: `npm run sim`. */
export function simStage({ seeds, minutesMax, ...stage }: SimStageOptions): Stage {
  return {
    ...stage,
    run: async ({ root, folder, progress }) => {
      const limit = minutesMax - MARGIN_MINUTES;
      const words = ['npm', 'run', '--silent', 'sim', '--', '--seeds', `${seeds}`, '--minutes', `${limit}`];
      const finished = await runCommand({
        words,
        cwd: root,
        logFile: join(folder, `${stage.name}.log`),
        minutesMax,
        onLine: progress,
      });
      return readSim(finished, seeds, minutesMax);
    },
  };
}

/** Reads the line `N seeds, N broken, N seeds/s`, and what was said of broken seeds and of what was never reached. */
export function readSim(finished: Finished, wanted: number, minutesMax: number): StageResult {
  const [, seeds = '0', broken = '0', perSecond = '0'] =
    /^(\d+) seeds, (\d+) broken, ([\d.]+) seeds\/s$/m.exec(finished.stdout) ?? [];
  const failures = finished.output.split('\n').flatMap((line) => failureOf(line) ?? []);
  if (failures.length === 0 && (finished.code !== 0 || Number(seeds) === 0))
    failures.push({ name: 'sim', message: whyItEnded(finished, minutesMax) });
  if (failures.length === 0 && Number(seeds) < wanted)
    failures.push({
      name: 'sim',
      message: `only ${seeds} of ${wanted} seeds fit into ${minutesMax} minutes`,
    });
  const passed = Math.max(0, Number(seeds) - Number(broken));
  return { passed, failures, skipped: [], read: `${seeds} seeds, ${perSecond} seeds/s` };
}

function failureOf(line: string): { readonly name: string; readonly message: string } | undefined {
  if (line.startsWith('SIM FAIL ')) return { name: `sim ${/seed=\d+/.exec(line)?.[0] ?? ''}`, message: line };
  if (line.startsWith('REACH FAIL '))
    return { name: `sim reach ${/"(.+?)"/.exec(line)?.[1] ?? ''}`, message: line };
  return undefined;
}
