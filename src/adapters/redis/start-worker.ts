import { Worker } from 'bullmq';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports/log.ts';

/** BullMQ's `close` waits for running jobs without end; after this the process goes on without them. engine.md 2.9. */
const CLOSE_MAX_MS = 20_000;

export interface WorkerOptions {
  readonly queue: string;
  /** Gets the job and the token of its lock. The signal ends when the lock is lost: another worker may have the job then. */
  readonly processor: (
    job: Job,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ) => Promise<unknown>;
  /** How many jobs at once. */
  readonly concurrency: number;
  /** Real ms. */
  readonly settings: {
    readonly lockDuration: number;
    readonly stalledInterval: number;
    readonly maxStalledCount: number;
  };
}

export interface RunningWorker {
  /** Takes no more jobs and waits for those that run, within a bound. */
  close(): Promise<void>;
}

/** Works on a queue until it is closed. `connection`: for workers. It stays the caller's. */
export function startWorker(connection: Redis, options: WorkerOptions, log: Log): RunningWorker {
  const { queue, processor, concurrency, settings } = options;
  const worker = new Worker(
    queue,
    // BullMQ hands a signal only to a processor that declares three parameters (dependencies.md 5).
    async (job, token, signal) => processor(job, token, signal),
    { connection, concurrency, ...settings },
  );
  worker.on('failed', (job, error) => log.error('A job failed.', { queue, jobId: job?.id, error }));
  worker.on('error', (error) => log.warn('A worker has trouble.', { queue, error }));
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'the lock of the job was lost');
  });
  return { close: async () => closeInTime(worker, connection, queue, log) };
}

async function closeInTime(worker: Worker, connection: Redis, queue: string, log: Log): Promise<void> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), CLOSE_MAX_MS);
  try {
    // Without Redis BullMQ would wait for it to come back, and no job could be handed back anyway.
    const closed = worker.close(connection.status !== 'ready');
    const ended = await Promise.race([closed, late.promise]);
    // A second close would wait for the first one: whoever stops the process goes on without it.
    if (ended === 'late') log.warn('A worker did not finish its jobs in time.', { queue });
  } finally {
    clearTimeout(timer);
  }
}
