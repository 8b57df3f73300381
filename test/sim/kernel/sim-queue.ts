import { DelayedError } from 'bullmq';
import type { Job } from 'bullmq';
import {
  announcementsQueue,
  rolloutsQueue,
  tellJobId,
  tickJobId,
  WORKER_SETTINGS,
} from '../../../jobs/definitions.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { JobQueue } from '../../../src/ports/job-queue.ts';
import type { Wire } from '../../fakes/ports/wire.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Sim } from './sim.ts';

type Processor = (job: Job, token: string | undefined) => Promise<unknown>;

interface QueuedJob {
  readonly key: string;
  readonly queue: string;
  readonly data: unknown;
  state: 'waiting' | 'delayed' | 'active';
  dueAt: number;
  token: string;
  holder: EngineProcess | undefined;
  /** Woken while it ran: it runs once more. */
  again: boolean;
}

interface Listener {
  readonly queue: string;
  readonly process: EngineProcess;
  readonly work: Processor;
  closed: boolean;
}

/** Between looks for jobs whose worker is gone, and how soon after its end a lock is missed. BullMQ's stalled check. */
const STALLED_MS = WORKER_SETTINGS.stalledInterval + WORKER_SETTINGS.lockDuration;

/**
 * Redis and BullMQ as far as drover leans on them: jobs that wait, that are due later, that are locked by a worker, and
 * that run again when it dies. All of it may vanish at any time.
 */
export class SimQueue {
  readonly #sim: Sim;
  readonly #jobs = new Map<string, QueuedJob>();
  readonly #listeners: Listener[] = [];
  #tokens = 0;
  #turn = 0;

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** The port of one process. */
  as(wire: Wire): JobQueue {
    const wake = async (queue: string, id: string, nodeGroup: string): Promise<void> =>
      wire.run(`wake ${id}`, () => this.#wake(queue, id, { nodeGroup }));
    return {
      wakeRollout: async (cluster, nodeGroup) =>
        wake(rolloutsQueue(cluster), tickJobId(nodeGroup), nodeGroup),
      wakeAnnouncer: async (cluster, nodeGroup) =>
        wake(announcementsQueue(cluster), tellJobId(nodeGroup), nodeGroup),
    };
  }

  /** A job of its own for each request of a person. */
  add(queue: string, id: string, data: unknown): void {
    this.#wake(queue, id, data);
  }

  /** A worker; `close` takes no more jobs and waits for those that run. */
  listen(queue: string, process: EngineProcess, work: Processor): { close(): void } {
    const listener: Listener = { queue, process, work, closed: false };
    this.#listeners.push(listener);
    this.#dispatchSoon();
    return {
      close: () => {
        listener.closed = true;
      },
    };
  }

  /** FLUSHALL. */
  wipe(): void {
    this.#jobs.clear();
  }

  #wake(queue: string, id: string, data: unknown): void {
    const key = `${queue} ${id}`;
    const job = this.#jobs.get(key);
    if (!job) {
      const fresh: QueuedJob = {
        key,
        queue,
        data,
        state: 'waiting',
        dueAt: 0,
        token: '',
        holder: undefined,
        again: false,
      };
      this.#jobs.set(key, fresh);
    } else if (job.state === 'delayed') job.state = 'waiting';
    else if (job.state === 'active') job.again = true;
    this.#dispatchSoon();
  }

  #dispatchSoon(): void {
    this.#sim.clock.after(1, () => this.#dispatch());
  }

  #dispatch(): void {
    for (const job of this.#jobs.values()) {
      if (job.state === 'delayed' && job.dueAt <= this.#sim.clock.now()) job.state = 'waiting';
      if (job.state !== 'waiting') continue;
      const listener = this.#freeListener(job.queue);
      if (listener) this.#run(job, listener);
    }
  }

  /** Workers take turns; one that is frozen, or that cannot reach Redis, takes nothing. */
  #freeListener(queue: string): Listener | undefined {
    const free = this.#listeners.filter(
      ({ queue: own, closed, process }) =>
        own === queue && !closed && process.isRunning && !this.#sim.outages.isDown('redis', process),
    );
    this.#turn += 1;
    return free[this.#turn % Math.max(1, free.length)];
  }

  #run(job: QueuedJob, listener: Listener): void {
    const token = `token-${++this.#tokens}`;
    job.state = 'active';
    job.token = token;
    job.holder = listener.process;
    this.#watch(job, token);
    const handle = {
      data: job.data,
      moveToDelayed: async (at: number, own: string | undefined) =>
        listener.process.wires.redis.run('delay job', () => this.#delay(job, own, at)),
    } as unknown as Job;
    const finish = (): void => this.#finish(job, token, listener.process);
    listener.work(handle, token).then(finish, (error: unknown) => {
      if (!(error instanceof DelayedError)) finish();
    });
  }

  #delay(job: QueuedJob, token: string | undefined, at: number): void {
    if (this.#jobs.get(job.key) !== job || job.token !== token)
      throw new PortError('conflict', 'redis: delay job', 'Missing lock for job');
    // Wall clocks of processes may be off; the delay that was meant is what counts.
    const ms = Math.max(1, at - this.#sim.dateNow());
    job.state = job.again ? 'waiting' : 'delayed';
    job.again = false;
    job.dueAt = this.#sim.clock.now() + ms;
    this.#sim.clock.after(ms, () => this.#dispatch());
    this.#dispatchSoon();
  }

  #finish(job: QueuedJob, token: string, process: EngineProcess): void {
    if (this.#jobs.get(job.key) !== job || job.token !== token || job.state !== 'active') return;
    // Its end cannot be written down: the lock runs out, and the job runs again.
    if (this.#sim.outages.isDown('redis', process)) {
      job.holder = undefined;
      return;
    }
    if (job.again) {
      job.again = false;
      job.state = 'waiting';
      this.#dispatchSoon();
    } else this.#jobs.delete(job.key);
  }

  /** Locks are renewed by a worker that lives; the job of one that is gone, or frozen for too long, runs again. */
  #watch(job: QueuedJob, token: string): void {
    this.#sim.clock.after(STALLED_MS, () => {
      if (this.#jobs.get(job.key) !== job || job.token !== token || job.state !== 'active') return;
      const { holder } = job;
      if (holder?.isRunning && !this.#sim.outages.isDown('redis', holder)) return this.#watch(job, token);
      this.#sim.trace.note('stalled', 'redis', () => job.key);
      job.state = 'waiting';
      this.#dispatchSoon();
    });
  }
}
