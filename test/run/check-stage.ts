import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-command.ts';
import { whyItEnded } from './why-it-ended.ts';
import type { Failure, Stage, StageResult, Surroundings } from './stage.ts';

interface Check {
  readonly name: string;
  readonly about: string;
  readonly level: Stage['level'];
  /** One after another; each is one test. */
  readonly commands: readonly CheckCommand[];
  readonly minutesMax: number;
}

export interface CheckCommand {
  readonly name: string;
  readonly words: readonly string[];
  /** How many things the program says that it has read; a program that read nothing has checked nothing. */
  count(output: string): number;
  /** What it counts: `files`. */
  readonly unit: string;
}

/** A stage of programs that look at the whole checkout and have nothing to say when all is well. */
export function checkStage({ commands, minutesMax, ...stage }: Check): Stage {
  return {
    ...stage,
    run: async (surroundings) => {
      const results: { readonly read: string; readonly failure: Failure | undefined }[] = [];
      for (const command of commands) results.push(await runCheck(command, minutesMax, surroundings));
      return summed(results);
    },
  };
}

async function runCheck(
  command: CheckCommand,
  minutesMax: number,
  { root, folder, progress }: Surroundings,
): Promise<{ readonly read: string; readonly failure: Failure | undefined }> {
  const finished = await runCommand({
    words: command.words,
    cwd: root,
    logFile: join(folder, `${command.name.replaceAll(/[^a-z0-9]+/g, '-')}.log`),
    minutesMax,
    onLine: progress,
  });
  const count = command.count(finished.output);
  const problem = problemOf(finished, count, command.unit, minutesMax);
  return {
    read: `${count} ${command.unit}`,
    failure: problem === undefined ? undefined : { name: command.name, message: problem },
  };
}

function problemOf(finished: Finished, count: number, unit: string, minutesMax: number): string | undefined {
  if (finished.code !== 0) return whyItEnded(finished, minutesMax);
  if (count > 0) return undefined;
  return `it ended well but read no ${unit}, so it has checked nothing:\n${finished.output.slice(-2_000)}`;
}

function summed(
  results: readonly { readonly read: string; readonly failure: Failure | undefined }[],
): StageResult {
  const failures = results.flatMap(({ failure }) => failure ?? []);
  return {
    passed: results.length - failures.length,
    failures,
    skipped: [],
    read: results.map(({ read }) => read).join(', '),
  };
}
