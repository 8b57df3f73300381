import { parentPort, workerData } from 'node:worker_threads';
import { freezeShared } from '../../fakes/ports/plain-data.ts';
import { runSeed } from '../run-seed.ts';
import type { SeedOutcome } from '../run-seed.ts';
import { heatOf } from './heat-of.ts';
import type { Temper } from './heat-of.ts';

export interface SeedTask {
  readonly seed: number;
  readonly temper: Temper;
  /** Play it once more and compare: the same seed must give the same run. */
  readonly twice: boolean;
  /** It broke something once. */
  readonly known: boolean;
}

export interface WorkerSetup {
  /** Place 0: the seed that is being played. For whoever watches over a worker that does not answer. */
  readonly board: Int32Array;
}

export interface SeedReport extends SeedOutcome {
  readonly wasTwice: boolean;
  readonly known: boolean;
}

/** Faults are errors by the thousand; where each was made costs more than making it. A replay has its stacks. */
Error.stackTraceLimit = 0;

const port = parentPort;
if (port) listen(port, workerData as WorkerSetup);

function listen(port: NonNullable<typeof parentPort>, { board }: WorkerSetup): void {
  const playAll = async (tasks: readonly SeedTask[]): Promise<void> => {
    const reports: SeedReport[] = [];
    for (const task of tasks) {
      Atomics.store(board, 0, task.seed | 0);
      reports.push(await play(task));
    }
    port.postMessage(reports);
  };
  port.on('message', (tasks: readonly SeedTask[]) => void playAll(tasks));
}

async function play({ seed, temper, twice, known }: SeedTask): Promise<SeedReport> {
  const heat = heatOf(seed, temper);
  freezeShared(false);
  const first = await runSeed({ seed, heat });
  if (!twice || first.broken) return { ...first, wasTwice: twice, known };
  freezeShared(true);
  const second = await runSeed({ seed, heat });
  if (second.fingerprint === first.fingerprint) return { ...first, wasTwice: true, known };
  const detail = `played twice: ${first.fingerprint} and ${second.fingerprint}`;
  return { ...first, wasTwice: true, known, broken: { invariant: 'determinism', detail, at: first.seconds } };
}
