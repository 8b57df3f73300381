import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOnPath, judgeSkips, readSkips } from './skips.ts';
import type { Failure, Stage, StageResult } from './stage.ts';

export interface RunResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly notes: readonly string[];
  readonly skipped: number;
}

/** Real ms between two lines that say what a stage is doing. */
const PROGRESS_EVERY_MS = 60_000;

/** Characters of what a stage said last that are shown. */
const PROGRESS_WIDTH = 90;

/** Runs stages one after another, each with a line of its own; `print` gets every line. */
export async function runStages(
  stages: readonly Stage[],
  root: string,
  print: (line: string) => void,
): Promise<RunResult> {
  const folder = join(root, 'node_modules/.cache/drover-tests');
  mkdirSync(folder, { recursive: true });
  const width = Math.max(...stages.map(({ name }) => name.length));
  const results: StageResult[] = [];
  for (const stage of stages) {
    const begun = performance.now();
    const result = await runStage(stage, { root, folder, print });
    const seconds = (performance.now() - begun) / 1_000;
    print(stageLine(stage.name.padEnd(width), result, seconds));
    results.push(result);
  }
  const skips = judgeSkips(results, readSkips(root), isOnPath);
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failures: [...results.flatMap(({ failures }) => failures), ...skips.failures],
    notes: [...results.flatMap(({ notes = [] }) => notes), ...skips.notes],
    skipped: results.reduce((sum, { skipped }) => sum + skipped.length, 0),
  };
}

async function runStage(
  stage: Stage,
  { root, folder, print }: { root: string; folder: string; print: (line: string) => void },
): Promise<StageResult> {
  let last = 'it has said nothing yet';
  const begun = performance.now();
  const timer = setInterval(() => {
    const minutes = Math.round((performance.now() - begun) / 60_000);
    print(`  … ${stage.name}, minute ${minutes}: ${last.slice(0, PROGRESS_WIDTH)}`);
  }, PROGRESS_EVERY_MS);
  try {
    const progress = (line: string): void => void (last = line);
    return await stage.run({ root, folder, progress, tell: print });
  } catch (error) {
    // A stage that breaks is a failed one; the others are still worth running.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { passed: 0, failures: [{ name: stage.name, message }], skipped: [], read: 'nothing' };
  } finally {
    clearInterval(timer);
  }
}

function stageLine(name: string, result: StageResult, seconds: number): string {
  const { passed, failures, skipped, read } = result;
  const counts = [
    `${passed} passed`,
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  const verdict = failures.length === 0 ? 'ok    ' : 'FAILED';
  return `${verdict} ${name}  ${seconds.toFixed(1).padStart(7)} s  ${counts.join(', ')} (${read})`;
}
