import { Worker } from 'node:worker_threads';
import type { SeedReport, SeedTask } from './seed-worker.ts';

/** Tasks are handed out in batches: a message costs more than a short seed. */
const BATCH = 8;

/** A seed that takes longer (real ms) will never end. The slowest take a few seconds on a busy machine. */
const HUNG_MS = 180_000;

const WATCH_MS = 5_000;

/** What is made in a run is rubbish soon: with more room for it, far less of it is copied about before it goes. */
const YOUNG_MB = 96;

interface Crew {
  readonly workers: number;
  /** The next task; undefined: there is none left. */
  readonly next: () => SeedTask | undefined;
  readonly onReport: (report: SeedReport) => void;
  /** A seed that did not come to an end, or took its thread with it. */
  readonly onLost: (seed: number, why: string) => void;
}

/** Plays tasks on threads until none is left. */
export async function runCrew({ workers, next, onReport, onLost }: Crew): Promise<void> {
  await Promise.all(Array.from({ length: workers }, async () => runThread(next, onReport, onLost)));
}

async function runThread(
  next: Crew['next'],
  onReport: Crew['onReport'],
  onLost: Crew['onLost'],
): Promise<void> {
  for (let tasks = takeBatch(next); tasks.length > 0;) {
    const lost = await useThread(tasks, next, onReport);
    if (lost === undefined) return;
    onLost(lost.seed, lost.why);
    tasks = takeBatch(next);
  }
}

/** One thread's life: until nothing is left to do, or until it is lost. What was behind the lost seed in its batch is not played. */
async function useThread(
  first: readonly SeedTask[],
  next: Crew['next'],
  onReport: Crew['onReport'],
): Promise<{ readonly seed: number; readonly why: string } | undefined> {
  const board = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('seed-worker.ts', import.meta.url), {
    workerData: { board },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const lost = (why: string): { readonly seed: number; readonly why: string } => ({
    seed: Atomics.load(board, 0) >>> 0,
    why,
  });
  const stopWatch = watchdog(board, () => void worker.terminate());
  try {
    return await new Promise((resolve) => {
      worker.on('error', (error) => resolve(lost(String(error))));
      worker.on('exit', () => resolve(lost(`it did not end within ${HUNG_MS / 1_000} s`)));
      worker.on('message', (reports: readonly SeedReport[]) => {
        for (const report of reports) onReport(report);
        const tasks = takeBatch(next);
        if (tasks.length === 0) resolve(undefined);
        else worker.postMessage(tasks);
      });
      worker.postMessage(first);
    });
  } finally {
    stopWatch();
    await worker.terminate();
  }
}

function takeBatch(next: Crew['next']): readonly SeedTask[] {
  const tasks: SeedTask[] = [];
  for (let task = next(); task; task = tasks.length < BATCH ? next() : undefined) tasks.push(task);
  return tasks;
}

function watchdog(board: Int32Array, onHung: () => void): () => void {
  let seen = Atomics.load(board, 0);
  let since = performance.now();
  const timer = setInterval(() => {
    const now = Atomics.load(board, 0);
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (performance.now() - since > HUNG_MS) onHung();
  }, WATCH_MS);
  return () => clearInterval(timer);
}
