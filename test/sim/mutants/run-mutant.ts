import { Worker } from 'node:worker_threads';
import type { MutantReport, MutantSetup } from './mutant-worker.ts';

/** A hunt that takes longer (real ms) will not end. */
const HUNT_MAX_MS = 15 * 60_000;

/** Plays seeds with the mistake in the product, in a thread of its own. An exception there is no kill. */
export async function runMutant(setup: MutantSetup): Promise<MutantReport> {
  const worker = new Worker(new URL('mutant-worker.ts', import.meta.url), { workerData: setup });
  const timer = setTimeout(() => void worker.terminate(), HUNT_MAX_MS);
  try {
    return await new Promise((resolve) => {
      worker.on('message', (report: MutantReport) => resolve(report));
      worker.on('error', (error) => resolve({ kind: 'unfit', why: `an exception: ${String(error)}` }));
      worker.on('exit', () => resolve({ kind: 'unfit', why: 'it does not come to an end' }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
